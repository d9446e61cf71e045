"""Artalk, Waline, Valine and Twikoo, whose exports are alike and full of their histories."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from service.domain.import_problem import Reason
from service.domain.neutral import BodyFormat, NeutralStatus, Votes
from service.transfer.importers import artalk, twikoo, valine, waline
from tests.transfer.importers.reading import comments, read, read_path, reasons, threads

ARTALK = {
    "id": "2",
    "rid": "0",
    "content": "Mooi *stuk*",
    "created_at": "2021-10-26 13:00:41 +0800",
    "is_pending": "false",
    "is_pinned": "true",
    "vote_up": "3",
    "vote_down": "1",
    "nick": "Jan",
    "email": "anonymous@example.org",
    "page_key": "https://blog.example/a",
    "page_admin_only": "true",
    "site_name": "Blog",
}
VALINE = {
    "objectId": "6177fbf9b406a312d3a6ddcf",
    "nick": "Jan",
    "comment": "<p>Mooi</p>",
    "url": "/a",
    "createdAt": {"__type": "Date", "iso": "2021-10-26T13:00:41.284Z"},
}
TWIKOO = {
    "_id": {"$oid": "f83b491bee2e49a2ae0dfad8"},
    "nick": "Jan",
    "comment": "<p>Mooi</p>",
    "url": "/a",
    "href": "https://blog.example/a",
    "created": "1692506074503",
    "mailMd5": "dad4c7e48f4b5ef830d510fab0d0ff6a",
    "like": '["u1", "u2"]',
}


def test_artalk_writes_everything_as_text(tmp_path: Path) -> None:
    records = read(
        artalk.importer, tmp_path, [ARTALK, {**ARTALK, "id": 3, "rid": 2, "is_pending": True}]
    )

    [page], (first, reply) = threads(records), comments(records)
    assert (page.address, page.closed) == ("https://blog.example/a", True)
    assert (first.created_at, first.votes, first.pinned) == (1635224441000, Votes(3, 1), True)
    assert (first.author.email, first.parent, reply.parent) == (None, None, "2")
    assert reply.status is NeutralStatus.PENDING


def test_an_empty_artrans_is_known_by_its_name(tmp_path: Path) -> None:
    assert read(artalk.importer, tmp_path, [], name="x.artrans") == []


@pytest.mark.parametrize("wrapped", [lambda row: {"results": [row]}, lambda row: row])
def test_valine_stands_in_results_or_one_a_line(tmp_path: Path, wrapped: Any) -> None:
    [comment] = comments(read(valine.importer, tmp_path, wrapped(VALINE)))

    assert comment.created_at == 1635253241284
    assert (comment.body.format, comment.status) == (BodyFormat.HTML, NeutralStatus.APPROVED)


def test_a_reply_of_valines_begins_with_a_link_to_what_it_answers(tmp_path: Path) -> None:
    text = '<p><a class="at" href="#6177fbf9b406a312d3a6ddcf">@Jan</a> , ja!</p>'
    rows = [{**VALINE, "comment": text}, {**VALINE, "rid": "abc", "status": "odd"}]

    records = read(valine.importer, tmp_path, rows)

    assert [each.parent for each in comments(records)] == ["6177fbf9b406a312d3a6ddcf", "abc"]
    assert reasons(records) == [Reason.STATUS_UNKNOWN]


def test_twikoo_wraps_ids_times_and_lists(tmp_path: Path) -> None:
    reply = {**TWIKOO, "_id": "2", "pid": "f83b", "rid": "root", "isSpam": "true", "master": True}
    absolute = {
        **TWIKOO,
        "_id": "3",
        "url": "https://blog.example/a",
        "like": "[" * 99,
        "mail": "a@b.nl",
    }
    records = read(twikoo.importer, tmp_path, {"code": 0, "data": [TWIKOO, reply, absolute]})

    [page], (first, second, third) = threads(records), comments(records)
    assert (page.external.id, page.address) == ("/a", "https://blog.example/a")
    assert (first.external.id, first.created_at) == ("f83b491bee2e49a2ae0dfad8", 1692506074503)
    assert (first.votes, first.author.email_hash) == (Votes(up=2), TWIKOO["mailMd5"])
    assert (second.parent, second.status) == ("f83b", NeutralStatus.SPAM)
    assert second.author.site_owner
    assert (third.thread, third.votes, third.author.email_hash) == ("/a", Votes(), None)


def test_addresses_that_are_none_are_kept_as_they_are(tmp_path: Path) -> None:
    rows = [{**TWIKOO, "url": "http://["}, {**TWIKOO, "_id": "2", "url": "/b", "href": None}]

    assert [each.address for each in threads(read(twikoo.importer, tmp_path, rows))] == [
        "http://[",
        "/b",
    ]


WALINE = {
    "objectId": "c1",
    "nick": "",
    "comment": "## Welkom",
    "url": "/a",
    "status": "approved",
    "insertedAt": "2022-07-06T11:54:32.641Z",
    "createdAt": "2023-01-01T00:00:00Z",
    "user_id": "u1",
    "like": 2,
    "sticky": 1,
}
USER = {
    "objectId": "u1",
    "display_name": "Jan",
    "email": "jan@example.org",
    "type": "administrator",
    "password": "$2a$08$secret",
    "token": "secret",
    "2fa": "secret",
}


def test_waline_has_users_whose_secrets_stay_behind(tmp_path: Path) -> None:
    rows = [WALINE, {**WALINE, "objectId": "c2", "status": "waiting", "user_id": None, "pid": "c1"}]
    rows.append({**WALINE, "objectId": "c3", "status": "odd"})
    document = {"type": "waline", "data": {"Comment": rows, "Counter": [], "Users": [USER]}}

    records = read(waline.importer, tmp_path, document)

    first, second, third = comments(records)
    assert (first.author.name, first.author.site_owner) == ("Jan", True)
    assert (first.created_at, first.votes, first.pinned) == (1657108472641, Votes(up=2), True)
    assert (second.status, second.parent, second.author.name) == (NeutralStatus.PENDING, "c1", None)
    assert third.status is NeutralStatus.PENDING
    assert reasons(records) == [Reason.STATUS_UNKNOWN]
    assert "secret" not in repr(records)


def test_walines_database_is_read_like_its_json(tmp_path: Path) -> None:
    made = sqlite3.connect(tmp_path / "waline.sqlite")
    made.executescript(
        "CREATE TABLE wl_Comment (id, user_id, comment, insertedAt, status, url, nick, pid);"
        "CREATE TABLE wl_Users (id INTEGER, display_name, email, password, type);"
        "INSERT INTO wl_Users VALUES (7, 'Jan', 'jan@example.org', 'secret', 'guest');"
        "INSERT INTO wl_Comment VALUES (1, 7, 'x', '2022-07-06 11:54:32', 'spam', '/a', 'J', 0);"
    )
    made.close()

    records = read_path(waline.importer, tmp_path / "waline.sqlite")

    [comment] = comments(records)
    assert (comment.status, comment.author.name) == (NeutralStatus.SPAM, "J")
    assert reasons(records) == [Reason.DATE_ZONE_ASSUMED]
    assert "secret" not in repr(records)


@pytest.mark.parametrize(
    ("module", "row"), [(artalk, ARTALK), (valine, VALINE), (twikoo, TWIKOO)], ids=["a", "v", "t"]
)
def test_wrong_types_in_every_field_do_no_harm(tmp_path: Path, module: Any, row: Any) -> None:
    for number, odd in enumerate(([1], {"x": {"y": 1}}, -1, True, "\0", "x" * 9_000, None)):
        rows = [row, dict.fromkeys(row, odd)]

        records = read(module.importer, tmp_path, rows, name=f"{number}.json")

        assert len(comments(records)) == 2


@pytest.mark.parametrize("module", [artalk, valine, twikoo, waline], ids=["a", "v", "t", "w"])
def test_what_is_no_object_is_told(tmp_path: Path, module: Any) -> None:
    row = {artalk: ARTALK, valine: VALINE, twikoo: TWIKOO, waline: WALINE}[module]
    document = {"data": {"Comment": [row, 7]}} if module is waline else [row, 7]

    assert Reason.FIELD_UNKNOWN in reasons(read(module.importer, tmp_path, document))


def test_they_do_not_take_each_others_files() -> None:
    samples = {
        artalk: json.dumps([ARTALK]).encode(),
        valine: json.dumps([VALINE]).encode(),
        twikoo: json.dumps([TWIKOO]).encode(),
    }
    for module, sample in samples.items():
        sure = {other: other.importer.recognises(sample, "x.json") for other in samples}
        assert max(sure, key=lambda other: sure[other]) is module


@pytest.mark.parametrize(
    "wrapped", [{"$numberDouble": "1692506074503.0"}, {"$date": 1692506074503}]
)
def test_numbers_of_mongodb_are_times(tmp_path: Path, wrapped: Any) -> None:
    [comment] = comments(read(twikoo.importer, tmp_path, [{**TWIKOO, "created": wrapped}]))

    assert comment.created_at == 1692506074503


@pytest.mark.parametrize("named", [{"_id": {"$oid": "63b1"}}, {"id": 7}])
def test_rows_of_walines_other_databases_are_walines(tmp_path: Path, named: dict[str, Any]) -> None:
    row = {
        **named,
        "nick": "Jan",
        "comment": "*Mooi*",
        "url": "/a",
        "status": "waiting",
        "insertedAt": {"$date": "2022-01-02T03:04:05Z"},
    }
    sample = json.dumps([row]).encode()

    [comment] = comments(read(waline.importer, tmp_path, [row]))

    assert (waline.importer.recognises(sample, ""), twikoo.importer.recognises(sample, "")) == (
        0.9,
        0,
    )
    assert comment.status is NeutralStatus.PENDING
    assert comment.created_at == 1641092645000
