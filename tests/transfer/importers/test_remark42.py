"""Remark42's backup."""

import json
from pathlib import Path
from typing import Any

from service.domain.neutral import Account, BodyFormat, NeutralStatus, Votes
from service.transfer.importers.remark42 import importer
from tests.transfer.importers.reading import comments, read, threads

HEADER = {
    "version": 1,
    "users": [{"id": "github_ef0f", "details": {"email": "jan@example.org"}}, "odd"],
    "posts": [{"url": "https://blog.example/a", "read_only": True}],
}


def line(**other: Any) -> dict[str, Any]:
    return {
        "id": "c1",
        "pid": "",
        "text": "<p>Mooi</p>",
        "user": {"name": "Jan", "id": "github_ef0f", "picture": "", "admin": True},
        "locator": {"site": "blog", "url": "https://blog.example/a"},
        "score": 0,
        "votes": {},
        "time": "2017-12-20T15:18:22-06:00",
    } | other


def backup(*lines: object) -> bytes:
    return "\n".join(json.dumps(each) for each in (HEADER, *lines)).encode()


def test_header_and_lines_belong_together(tmp_path: Path) -> None:
    records = read(
        importer, tmp_path, backup(line(orig="*Mooi*", edit={"time": "2018-01-01T00:00:00Z"}))
    )

    [page], [comment] = threads(records), comments(records)
    assert (page.closed, page.external.instance) == (True, "blog")
    assert (comment.body.source, comment.body.format) == ("*Mooi*", BodyFormat.MARKDOWN)
    assert comment.author.email == "jan@example.org"
    assert comment.author.account == Account("remark42", "github_ef0f")
    assert comment.author.site_owner
    assert comment.edited_at == 1514764800000
    assert comment.url == "https://blog.example/a#remark42__comment-c1"


def test_votes_are_counted_and_a_score_alone_stays_a_score(tmp_path: Path) -> None:
    rows = (
        line(id="1", votes={"a": True, "b": True, "c": False}, score=1),
        line(id="2", score=-3, votes=None),
        line(id="3", score=True),
    )

    found = [each.votes for each in comments(read(importer, tmp_path, backup(*rows)))]

    assert found == [Votes(2, 1), Votes(score=-3), Votes()]


def test_deleted_ones_and_erased_authors_are_nobodys(tmp_path: Path) -> None:
    gone = line(delete=True, text="", user={"name": "deleted", "id": "deleted"})
    guest = line(id="c2", user={"name": "Piet", "id": "anonymous_77"})

    erased, anonymous = comments(read(importer, tmp_path, backup(gone, guest)))

    assert (erased.status, erased.author.name, erased.author.account) == (
        NeutralStatus.DELETED,
        None,
        None,
    )
    assert anonymous.author.account is None


def test_replies_below_replies_are_read_without_recursion(tmp_path: Path) -> None:
    nested: dict[str, Any] = {"comment": line(id="0")}
    for number in range(1, 25):
        nested = {"comment": line(id=str(number)), "replies": [nested]}

    assert len(comments(read(importer, tmp_path, {"comments": [nested]}))) == 25


def test_wrong_types_do_no_harm(tmp_path: Path) -> None:
    odd = {name: [1, {"x": None}] for name in line()}

    [comment] = comments(read(importer, tmp_path, backup(line(), odd)))[1:]

    assert comment.thread == ""
