"""Mentions elsewhere, as webmention.io lists them."""

from pathlib import Path

from service.domain.import_problem import Reason
from service.domain.neutral import BodyFormat, Kind, NeutralStatus
from service.transfer.importers.webmention import importer
from tests.transfer.importers.reading import comments, read, reasons, threads

REPLY = {
    "wm-id": 1,
    "wm-target": "https://blog.example/a#top",
    "wm-source": "https://elsewhere.example/1",
    "wm-property": "in-reply-to",
    "wm-received": "2019-12-12T14:08:06Z",
    "published": None,
    "author": {"name": "Jan", "url": "https://jan.example", "photo": ""},
    "content": {"html": "<p>Mooi</p>", "text": "Mooi"},
    "url": "https://elsewhere.example/1",
}


def test_replies_are_comments_and_the_rest_is_what_it_is(tmp_path: Path) -> None:
    like = {**REPLY, "wm-id": 2, "wm-property": "like-of", "content": None}
    private = {**REPLY, "wm-id": 3, "wm-private": True, "content": {"text": "Stil"}}
    odd = {**REPLY, "wm-id": 4, "wm-property": "invitee", "published": "2020-01-01T00:00:00+01:00"}

    records = read(importer, tmp_path, {"children": [REPLY, like, private, odd, 5]})

    [page] = threads(records)
    reply, liked, hidden, other = comments(records)
    assert page.address == "https://blog.example/a"
    assert (reply.kind, reply.created_at, reply.body.format) == (
        Kind.COMMENT,
        1576159686000,
        BodyFormat.HTML,
    )
    assert (liked.kind, liked.body.source) == (Kind.LIKE, "")
    assert (hidden.status, hidden.body.format) == (NeutralStatus.PENDING, BodyFormat.TEXT)
    assert (other.kind, other.created_at) == (Kind.MENTION, 1577833200000)
    assert reasons(records) == [
        Reason.TYPE_NOT_COMMENT,
        Reason.TYPE_NOT_COMMENT,
        Reason.FIELD_UNKNOWN,
    ]
