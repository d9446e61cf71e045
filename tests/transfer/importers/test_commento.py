"""Commento, and Comentario's own exports."""

from pathlib import Path
from typing import Any

from service.domain.import_problem import Reason
from service.domain.neutral import Account, BodyFormat, NeutralStatus, Votes
from service.transfer.importers import comentario, commento
from tests.transfer.importers.reading import comments, read, reasons, threads


def one(**other: Any) -> dict[str, Any]:
    return {
        "commentHex": "c1",
        "domain": "blog.example",
        "url": "/a",
        "commenterHex": "who",
        "markdown": "Mooi",
        "html": "",
        "parentHex": "root",
        "score": 2,
        "state": "approved",
        "creationDate": "2021-03-12T11:21:56Z",
    } | other


def export(*rows: dict[str, Any]) -> dict[str, Any]:
    person = {
        "commenterHex": "who",
        "name": "Jan",
        "email": "jan@example.org",
        "link": "undefined",
        "photo": "undefined",
        "provider": "google",
        "isModerator": True,
    }
    return {"version": 1, "comments": list(rows), "commenters": [person, person]}


def test_a_comment_has_its_page_and_its_author(tmp_path: Path) -> None:
    records = read(commento.importer, tmp_path, export(one()))

    [page], [comment] = threads(records), comments(records)
    assert page.address == "https://blog.example/a"
    assert (comment.author.name, comment.author.url) == ("Jan", None)
    assert comment.author.account == Account("google", "who")
    assert (comment.parent, comment.votes) == (None, Votes(score=2))


def test_states_are_statuses_and_empty_ones_were_deleted(tmp_path: Path) -> None:
    rows = [
        one(commentHex="1", state="unapproved"),
        one(commentHex="2", state="flagged"),
        one(commentHex="3", markdown="[deleted]"),
        one(commentHex="4", markdown="", html="<p>x</p>"),
        one(commentHex="5", state="odd"),
        one(commentHex="6", deleted=True),
    ]

    records = read(commento.importer, tmp_path, export(*rows))

    assert [each.status.value for each in comments(records)] == [
        "pending",
        "spam",
        "deleted",
        "approved",
        "pending",
        "deleted",
    ]
    assert comments(records)[3].body.format is BodyFormat.HTML
    assert reasons(records) == [Reason.STATUS_UNKNOWN]


def test_anonymous_ones_are_nobody(tmp_path: Path) -> None:
    rows = [
        one(commentHex="1", commenterHex="anonymous"),
        one(commentHex="2", commenterHex="0" * 64),
    ]

    found = comments(read(commento.importer, tmp_path, export(*rows)))

    assert [(each.author.name, each.author.account) for each in found] == [(None, None)] * 2


def test_pages_without_a_host_are_paths(tmp_path: Path) -> None:
    row = one(path="/b")
    del row["domain"], row["url"]

    [page] = threads(read(commento.importer, tmp_path, export(row)))

    assert page.address == "/b"


def test_what_is_no_object_is_told(tmp_path: Path) -> None:
    records = read(commento.importer, tmp_path, {**export(one()), "comments": [one(), 7]})

    assert reasons(records) == [Reason.FIELD_UNKNOWN]


def version_3(*rows: dict[str, Any]) -> dict[str, Any]:
    page = {"id": "p", "path": "/a", "title": "A", "isReadonly": True, "domainId": "d"}
    person = {"id": "u", "name": "Jan", "email": "jan@example.org", "isModerator": True}
    return {"version": 3, "pages": [page], "comments": list(rows), "commenters": [person]}


def third(id_: str, **other: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "pageId": "p",
        "markdown": "Mooi",
        "isApproved": True,
        "createdTime": "2023-11-14T20:15:12.000Z",
        "deletedTime": "0001-01-01T00:00:00.000Z",
        "userCreated": "u",
        "url": "http://[",
    } | other


def test_version_3_has_pages_people_and_statuses(tmp_path: Path) -> None:
    nobody = "00000000-0000-0000-0000-000000000000"
    rows = [
        third("1", score=23, isSticky=True),
        third("2", isPending=True, url="https://blog.example/a#comentario-2"),
        third("3", isDeleted=True, parentId="1"),
        third("4", isApproved=False, userCreated=nobody, authorName="Piet", parentId=nobody),
        third("5", markdown="", html="<p>x</p>"),
    ]

    records = read(comentario.importer, tmp_path, version_3(*rows))

    [page] = threads(records)
    first, second, third_, fourth, fifth = comments(records)
    assert (page.address, page.closed) == ("https://blog.example/a", True)
    assert (first.author.name, first.votes, first.pinned) == ("Jan", Votes(score=23), True)
    assert [each.status for each in (second, third_, fourth)] == [
        NeutralStatus.PENDING,
        NeutralStatus.DELETED,
        NeutralStatus.TRASH,
    ]
    assert (third_.parent, fourth.parent, fourth.author.name) == ("1", None, "Piet")
    assert fifth.body.format is BodyFormat.HTML


def test_version_3_says_what_is_no_object(tmp_path: Path) -> None:
    records = read(comentario.importer, tmp_path, {**version_3(), "comments": [3]})

    assert reasons(records) == [Reason.FIELD_UNKNOWN]
