"""Odd cases of Blogger's Takeout."""

from pathlib import Path

import pytest

from service.domain.errors import Invalid
from service.domain.neutral import Account, Body, BodyFormat, ExternalId, NeutralStatus
from service.transfer.importer import ReadOptions
from service.transfer.importers.blogger_takeout import importer
from tests.transfer.reading import Read

TAG = "tag:blogger.com,1999:blog-7"
HEAD = (
    "<feed xmlns='http://www.w3.org/2005/Atom'"
    " xmlns:blogger='http://schemas.google.com/blogger/2018'>"
    f"<id>{TAG}</id><title>&amp;lt;A&amp;gt;</title>"
)


def feed(*entries: str, head: str = HEAD) -> str:
    return f"<?xml version='1.0'?>{head}{''.join(entries)}</feed>"


def page(number: int, status: str = "LIVE", name: str = "/a.html", more: str = "") -> str:
    return (
        f"<entry><id>{TAG}.post-{number}</id><blogger:type>POST</blogger:type>"
        f"<blogger:status>{status}</blogger:status><title>A &amp; B</title>"
        f"<blogger:filename>{name}</blogger:filename>{more}</entry>"
    )


def comment(number: int, status: str = "LIVE", more: str = "", on: int | str = 1) -> str:
    return (
        f"<entry><id>{TAG}.post-{number}</id>"
        f"<blogger:parent>{TAG}.post-{on}</blogger:parent><blogger:type>COMMENT</blogger:type>"
        f"<blogger:status>{status}</blogger:status><content type='html'>one\n\ntwo</content>"
        f"<blogger:created>2013-01-02T03:04:05.678Z</blogger:created>{more}</entry>"
    )


def read(tmp_path: Path, *entries: str, options: ReadOptions | None = None) -> Read:
    return Read(importer, feed(*entries), tmp_path, options)


def test_a_comment_and_its_page_are_read(tmp_path: Path) -> None:
    more = (
        f"<blogger:inReplyTo>{TAG}.post-3</blogger:inReplyTo><author><name> </name>"
        "<uri>http://jan.example</uri><blogger:type>ANONYMOUS</blogger:type></author>"
        "<updated>2013-01-03T00:00:00Z</updated><blogger:trashed/>"
    )

    found = read(
        tmp_path,
        page(1),
        comment(2, more=more),
        options=ReadOptions(base_url="https://blog.example/"),
    )

    [thread], one = found.threads, found.comment
    assert thread.external == ExternalId("blogger", "7", "1")
    assert (thread.address, thread.title) == ("https://blog.example/a.html", "A & B")
    assert thread.public
    assert one.external == ExternalId("blogger", "7", "2")
    assert (one.thread, one.parent) == ("1", "3")
    assert (one.author.name, one.author.url) == (None, "http://jan.example")
    assert one.body == Body("one\n\ntwo", BodyFormat.HTML, newlines=True)
    assert (one.created_at, one.edited_at) == (1357095845678, None)
    assert one.extra == {"account_type": "ANONYMOUS", "updated": "2013-01-03T00:00:00Z"}
    assert found.said == []


@pytest.mark.parametrize(
    ("status", "more", "expected", "said"),
    [
        ("LIVE", "<blogger:trashed/>", NeutralStatus.APPROVED, []),
        ("LIVE", "<blogger:trashed>2020-01-01T00:00:00Z</blogger:trashed>", NeutralStatus.TRASH, 0),
        ("GHOSTED_COMMENT", "", NeutralStatus.DELETED, []),
        ("SPAM_COMMENT", "", NeutralStatus.SPAM, []),
        ("NEW_WORD", "", NeutralStatus.PENDING, [("status-unknown", "kept")]),
        ("", "", NeutralStatus.PENDING, [("status-unknown", "kept")]),
    ],
)
def test_only_what_is_live_is_approved(
    status: str, more: str, expected: NeutralStatus, said: list[object], tmp_path: Path
) -> None:
    found = read(tmp_path, comment(2, status, more))

    assert found.comment.status is expected
    assert found.said == (said or [])


def test_drafts_and_thrown_away_pages_are_not_public(tmp_path: Path) -> None:
    thrown = "<blogger:trashed>2020-01-01T00:00:00Z</blogger:trashed>"
    found = read(
        tmp_path, page(1, "DRAFT", ""), page(2, "SOFT_TRASHED"), page(3, more=thrown), page(4, "X")
    )

    assert [thread.public for thread in found.threads] == [False] * 4
    assert found.threads[0].address is None
    assert found.said == [("status-unknown", "noted")]


def test_odd_entries_are_told_and_never_shown(tmp_path: Path) -> None:
    other = comment(5).replace(">COMMENT<", ">REVIEW<")
    account = "<author><blogger:type>OPENID</blogger:type></author><x>?</x>"
    lost = comment(6).replace(f"<blogger:parent>{TAG}.post-1</blogger:parent>", "")

    found = read(
        tmp_path,
        "<entry><blogger:type>THEME</blogger:type></entry>",
        other,
        comment(7, more=account).replace("2013-01-02T03:04:05.678Z", "soon"),
        lost,
    )

    assert [each.status.value for each in found.comments] == ["pending", "approved"]
    assert found.said == [
        ("field-unknown", "noted"),
        ("type-not-comment", "kept"),
        ("date-unparseable", "kept"),
        ("field-unknown", "kept"),
        ("field-unknown", "noted"),
        ("thread-missing", "skipped"),
    ]


def test_without_ids_equal_comments_get_equal_ids(tmp_path: Path) -> None:
    bare = comment(2).replace(f"<id>{TAG}.post-2</id>", "")

    found = read(tmp_path, bare, bare)

    assert len({each.external for each in found.comments}) == 1
    assert found.comments[0].external.instance == "7"


def test_what_the_owner_wrote_elsewhere_is_left_out(tmp_path: Path) -> None:
    """Whatever the folder is called in the owner's language."""
    elsewhere = comment(9, on=99)
    files = {
        "Takeout/Blogger/Albums/a/feed.atom": feed(comment(8)),
        "Takeout/Blogger/Blogs/a/feed.atom": feed(comment(2), page(1)),
        "Takeout/Blogger/Blogs/a/settings.csv": "name,value",
        "Takeout/Blogger/Reacties/a/feed.atom": feed(comment(2), elsewhere),
    }

    found = Read(importer, files, tmp_path)

    assert [each.external.id for each in found.comments] == ["2", "2"]
    assert found.said == [("thread-missing", "skipped")]


def test_an_empty_feed_is_told(tmp_path: Path) -> None:
    assert read(tmp_path).said == [("truncated-file", "noted")]


def test_accounts_are_no_websites_and_google_has_words_for_nobody(tmp_path: Path) -> None:
    author = "<author><name>{}</name><uri>https://www.blogger.com/profile/12</uri></author>"

    found = read(
        tmp_path, comment(2, more=author.format("Unknown")), comment(3, more=author.format("Jan"))
    )

    nobody, jan = (each.author for each in found.comments)
    assert (nobody.name, jan.name) == (None, "Jan")
    assert jan.account == Account("blogger", "12")
    assert jan.url is None


def test_a_feed_is_told_from_others() -> None:
    assert importer.recognises(feed().encode(), "x") == 1.0
    bare = "<feed><entry><blogger:type>POST</blogger:type></entry></feed>"
    assert importer.recognises(bare.encode(), "x") > 0.5
    assert importer.recognises(b"<feed xmlns='http://www.w3.org/2005/Atom'>", "feed.atom") == 0
    assert importer.recognises(b"{}", "feed.atom") == 0


def test_of_several_blogs_the_one_that_is_named_is_read(tmp_path: Path) -> None:
    other = (
        feed(comment(5), page(1)).replace("blog-7", "blog-8").replace(">&amp;lt;A", ">&amp;lt;B")
    )
    files = {
        "Takeout/Blogger/Blogs/een/feed.atom": feed(comment(2), page(1)),
        "Takeout/Blogger/Blogs/twee/feed.atom": other,
        "Takeout/Blogger/Comments/een/feed.atom": feed(comment(3), comment(9, on=99)),
    }

    for name in ("Twee", "8", "<b>"):
        found = Read(importer, files, tmp_path, ReadOptions(blog=name))
        assert {each.external.instance for each in found.threads} == {"8"}
    for name, code in ((None, "import_several_blogs"), ("drie", "import_unknown_blog")):
        with pytest.raises(Invalid, match=code) as refused:
            Read(importer, files, tmp_path, ReadOptions(blog=name))
        assert refused.value.params["blogs"] == "een, twee"
    first = Read(importer, files, tmp_path, ReadOptions(blog="een"))
    assert [each.external.id for each in first.comments] == ["2", "3"]
