"""Odd cases of Disqus's export."""

import random
from pathlib import Path

import pytest

from service.domain.neutral import Account, ExternalId, NeutralStatus
from service.transfer.importers.disqus import importer
from tests.transfer.reading import Read

LIVE = "<isDeleted>false</isDeleted><isSpam>false</isSpam>"


def export(*parts: str) -> str:
    return f"<disqus>{''.join(parts)}</disqus>"


def thread(number: int, more: str = "", forum: str = "blog") -> str:
    inner = f"<forum>{forum}</forum><link>http://b.example/{number}</link>{more}"
    return f'<thread dsq:id="{number}">{inner}</thread>'


def post(number: int, more: str = LIVE, on: str = '<thread dsq:id="1"/>') -> str:
    inner = "<message><![CDATA[<p>hi</p>]]></message><createdAt>2013-01-02T03:04:05Z</createdAt>"
    return f'<post dsq:id="{number}">{inner}{on}{more}</post>'


def test_a_post_and_its_thread_are_read_wherever_they_stand(tmp_path: Path) -> None:
    author = (
        "<id>wp_id=12</id><ipAddress>192.0.2.1</ipAddress><author><name>\n Jan \n</name>"
        "<email>jan@mail.example</email><isAnonymous>false</isAnonymous>"
        "<username>jan1</username></author>"
    )
    about = "<id>5 http://b.example/?p=5</id><title>T</title><isClosed>true</isClosed>"

    found = Read(
        importer, export(post(3, f'{LIVE}{author}<parent dsq:id="2"/>'), thread(1, about)), tmp_path
    )

    [page], one = found.threads, found.comment
    assert page.external == ExternalId("disqus", "blog", "1")
    assert (page.address, page.aliases) == ("http://b.example/1", ("http://b.example/?p=5",))
    assert (page.title, page.closed, page.public) == ("T", True, True)
    assert one.external == ExternalId("disqus", "blog", "3")
    assert (one.thread, one.parent, one.ip) == ("1", "2", "192.0.2.1")
    assert (one.author.name, one.author.account) == ("Jan", Account("disqus", "jan1"))
    assert (one.created_at, one.extra) == (1357095845000, {"wp_id": "12"})
    assert found.said == []


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (LIVE, NeutralStatus.APPROVED),
        ("<isDeleted>true</isDeleted><isSpam>true</isSpam>", NeutralStatus.DELETED),
        ("<isSpam> True </isSpam>", NeutralStatus.SPAM),
        ("<isDeleted>0</isDeleted>", NeutralStatus.APPROVED),
        (LIVE + "<isApproved>false</isApproved>", NeutralStatus.PENDING),
        ("<isDeleted>false</isDeleted><isSpam>123</isSpam>", None),
        ("", None),
    ],
)
def test_what_says_neither_yes_nor_no_waits(
    flags: str, expected: NeutralStatus | None, tmp_path: Path
) -> None:
    found = Read(importer, export(thread(1), post(2, flags)), tmp_path)

    assert found.comment.status is (expected or NeutralStatus.PENDING)
    assert found.said == ([] if expected else [("status-unknown", "kept")])


def test_a_deleted_thread_is_not_public_and_told_when_it_has_live_posts(tmp_path: Path) -> None:
    gone = "<isDeleted>true</isDeleted>"

    found = Read(importer, export(post(3), thread(1, gone), thread(2, gone)), tmp_path)

    assert [each.public for each in found.threads] == [False, False]
    assert found.said == [("thread-missing", "noted")]


def test_odd_posts_and_threads_are_told(tmp_path: Path) -> None:
    bare = post(3, f"{LIVE}<mood/>").replace(' dsq:id="3"', "")
    odd = thread(1, "<isClosed>perhaps</isClosed>").replace(' dsq:id="1"', "")

    found = Read(
        importer,
        export(bare, post(4, on=""), odd, post(5).replace("2013-01-02T03:04:05Z", "")),
        tmp_path,
    )

    assert len(found.comments) == 2
    assert found.said == [
        ("field-unknown", "noted"),
        ("thread-missing", "skipped"),
        ("status-unknown", "noted"),
        ("date-missing", "kept"),
    ]


def test_the_forum_is_that_of_most_threads_in_whatever_order(tmp_path: Path) -> None:
    parts = [thread(1, forum="a"), thread(2, forum="b"), thread(3, forum="b"), post(4)]
    for seed in range(3):
        random.Random(seed).shuffle(parts)
        found = Read(importer, export(*parts), tmp_path / str(seed))
        assert found.comment.external.instance == "b"


def test_people_without_a_name_are_called_by_their_account(tmp_path: Path) -> None:
    account = "<author><username>jan1</username></author>"
    anonymous = "<author><username>x</username><isAnonymous>true</isAnonymous></author>"

    found = Read(
        importer,
        export(thread(1), post(2, LIVE + account), post(3, LIVE + anonymous), post(4)),
        tmp_path,
    )

    names = [(each.author.name, each.author.account) for each in found.comments]
    assert names == [("jan1", Account("disqus", "jan1")), ("x", None), (None, None)]


def test_an_identifier_stands_in_for_a_missing_address(tmp_path: Path) -> None:
    page = '<thread dsq:id="1"><id>/a/b.html</id></thread><thread dsq:id="2"><id>name</id></thread>'

    first, second = Read(importer, export(page), tmp_path).threads

    assert (first.address, first.aliases) == ("/a/b.html", ())
    assert (second.address, second.aliases) == (None, ("name",))


def test_only_its_root_is_recognised() -> None:
    assert importer.recognises(b'<disqus xmlns="http://disqus.com">', "x") == 1
    assert importer.recognises(export().encode("utf-16"), "x") > 0.5
    assert importer.recognises(b"<rss>disqus.com</rss>", "disqus.xml") == 0
