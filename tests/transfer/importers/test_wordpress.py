"""Odd cases of WordPress's export, and of its form as Disqus takes it in."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from service.domain.neutral import Account, Body, BodyFormat, ExternalId, Kind, NeutralStatus
from service.transfer.importer import ReadOptions
from service.transfer.importers.wordpress import importer
from tests.transfer.reading import Read

HEAD = (
    "<link>http://other.example</link><wp:base_blog_url>https://Blog.example/</wp:base_blog_url>"
    "<wp:author><wp:author_id>4</wp:author_id></wp:author>"
)
PAGE = "<title>A &amp;amp; B</title><link>http://blog.example/a/</link><wp:post_id>7</wp:post_id>"


def wxr(*items: str, head: str = HEAD) -> str:
    return (
        f"<rss><channel>{head}{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"
    )


def comment(number: int = 1, more: str = "", **fields: str) -> str:
    told = {"comment_approved": "1", "comment_date_gmt": "2013-01-02 03:04:05", **fields}
    body = "<wp:comment_content><![CDATA[a ]]]]><![CDATA[> b\n\nc]]></wp:comment_content>"
    inner = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in told.items())
    return f"<wp:comment><wp:comment_id>{number}</wp:comment_id>{body}{inner}{more}</wp:comment>"


def meta(name: str, value: str) -> str:
    inner = f"<wp:meta_key>{name}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value>"
    return f"<wp:commentmeta>{inner}</wp:commentmeta>"


def test_a_comment_and_its_page_are_read(tmp_path: Path) -> None:
    one = comment(
        11,
        meta("rating", "5") + meta("_ce_votes", "3") + meta("_ce_reply_to", "9"),
        comment_author="Jan &amp;#039;s",
        comment_author_email="jan@mail.example",
        comment_author_url="http://jan.example/?a=1&amp;#038;b=2",
        comment_author_IP="192.0.2.1",
        comment_parent="10",
        comment_user_id="4",
    )
    page = (
        f"{PAGE}<guid>http://blog.example/?p=7</guid><wp:comment_status>closed</wp:comment_status>"
    )

    found = Read(importer, wxr(page + one), tmp_path)

    [thread], read = found.threads, found.comment
    assert thread.external == ExternalId("wordpress", "blog.example", "7")
    assert (thread.address, thread.title) == ("http://blog.example/a/", "A & B")
    assert (thread.aliases, thread.closed) == (("http://blog.example/?p=7",), True)
    assert read.external == ExternalId("wordpress", "blog.example", "7/11")
    assert (read.thread, read.parent, read.reply_to) == ("7", "7/10", "9")
    assert read.url == "http://blog.example/a/#comment-11"
    assert read.body == Body("a ]]> b\n\nc", BodyFormat.HTML, newlines=True)
    assert (read.author.name, read.author.email) == ("Jan 's", "jan@mail.example")
    assert read.author.url == "http://jan.example/?a=1&b=2"
    assert (read.author.account, read.author.site_owner) == (Account("wordpress", "4"), True)
    assert (read.ip, read.created_at, read.votes.up) == ("192.0.2.1", 1357095845000, 3)
    assert read.extra == {"rating": "5"}
    assert found.said == []


@pytest.mark.parametrize(
    ("approved", "expected"),
    [
        ("1", NeutralStatus.APPROVED),
        ("0", NeutralStatus.PENDING),
        ("spam", NeutralStatus.SPAM),
        ("trash", NeutralStatus.TRASH),
        ("post-trashed", NeutralStatus.TRASH),
        ("maybe", NeutralStatus.PENDING),
        ("", NeutralStatus.PENDING),
    ],
)
def test_only_what_was_approved_is(approved: str, expected: NeutralStatus, tmp_path: Path) -> None:
    trashed = meta("_wp_trash_meta_status", "1")

    found = Read(importer, wxr(PAGE + comment(1, trashed, comment_approved=approved)), tmp_path)

    assert found.comment.status is expected
    detail = "approved" if expected is NeutralStatus.TRASH else None
    assert found.comment.status_detail == detail
    unknown = approved in ("", "maybe")
    assert found.said == ([("status-unknown", "kept")] if unknown else [])


@pytest.mark.parametrize(
    ("word", "kind", "status", "said"),
    [
        ("comment", Kind.COMMENT, "approved", None),
        ("pingback", Kind.PINGBACK, "approved", "type-not-comment"),
        ("trackback", Kind.TRACKBACK, "approved", "type-not-comment"),
        ("order_note", Kind.NOTE, "pending", "private-type"),
        ("note", Kind.NOTE, "pending", "private-type"),
        ("review", Kind.NOTE, "pending", "type-not-comment"),
        ("surprise", Kind.NOTE, "pending", "type-not-comment"),
    ],
)
def test_what_is_no_readers_comment_is_told_and_not_public(
    word: str, kind: Kind, status: str, said: str | None, tmp_path: Path
) -> None:
    found = Read(importer, wxr(PAGE + comment(comment_type=word)), tmp_path)

    assert (found.comment.kind, found.comment.status.value) == (kind, status)
    assert found.said == ([(said, "kept")] if said else [])


def test_without_utc_the_blogs_own_time_counts_in_the_zone_that_was_told(tmp_path: Path) -> None:
    zero = "0000-00-00 00:00:00"
    options = ReadOptions(zone=ZoneInfo("Europe/Amsterdam"))
    comments = (
        comment(1, comment_date_gmt=zero, comment_date="2013-01-02 04:04:05"),
        comment(2, comment_date_gmt="-0001-11-30 00:00:00", comment_date=zero),
        comment(3, comment_date_gmt=""),
    )

    found = Read(importer, wxr(PAGE + "".join(comments)), tmp_path, options)

    assert [each.created_at for each in found.comments] == [1357095845000, None, None]
    assert [reason for reason, _ in found.said] == [
        "date-zone-assumed",
        "date-unparseable",
        "date-missing",
    ]


@pytest.mark.parametrize(
    ("told", "public"),
    [
        ("<wp:status>publish</wp:status><wp:post_password></wp:post_password>", True),
        ("<wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type>", True),
        ("<wp:post_password>secret</wp:post_password>", False),
        ("<wp:status>private</wp:status>", False),
        ("<wp:status>draft</wp:status>", False),
        ("<wp:status>wc-completed</wp:status><wp:post_type>shop_order</wp:post_type>", False),
    ],
)
def test_comments_on_what_not_everybody_sees_are_not_public(
    told: str, public: bool, tmp_path: Path
) -> None:
    [thread] = Read(importer, wxr(PAGE + told + comment()), tmp_path).threads

    assert thread.public is public
    assert "secret" not in str(thread)


def test_menus_and_drafts_without_comments_are_no_pages(tmp_path: Path) -> None:
    menu = "<wp:post_id>8</wp:post_id><wp:post_type>nav_menu_item</wp:post_type>"
    draft = "<wp:post_id>9</wp:post_id><wp:status>draft</wp:status>"

    assert [
        each.external.id for each in Read(importer, wxr(menu, draft, PAGE), tmp_path).threads
    ] == ["7"]


@pytest.mark.parametrize(
    ("told", "id_", "address"),
    [
        ("<link>http://b.example/?p=4</link>", "4", "http://b.example/?p=4"),
        ("<guid>http://b.example/?page_id=5</guid>", "5", None),
        ("<dsq:thread_identifier>some name</dsq:thread_identifier>", "some name", None),
        (
            "<dsq:thread_identifier>198 http://b.example/x</dsq:thread_identifier>",
            "198 http://b.example/x",
            "http://b.example/x",
        ),
        ("<link>http://b.example/x</link>", "http://b.example/x", "http://b.example/x"),
    ],
)
def test_a_page_without_number_is_known_by_what_it_has(
    told: str, id_: str, address: str | None, tmp_path: Path
) -> None:
    found = Read(importer, wxr(told + comment(), head=""), tmp_path)

    [thread] = found.threads
    assert (thread.external.id, thread.address) == (id_, address)
    assert found.comment.thread == id_
    assert thread.external.instance == ("b.example" if "<link>" in told else "")


def test_the_same_number_on_two_pages_is_two_comments(tmp_path: Path) -> None:
    other = PAGE.replace(">7<", ">8<")

    found = Read(importer, wxr(PAGE + comment(11), other + comment(11)), tmp_path)

    assert len({each.external for each in found.comments}) == 2


def test_the_order_within_an_item_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where a page has more comments than wait for its end."""
    first = Read(importer, wxr(comment(1) + comment(2) + PAGE), tmp_path / "a")
    monkeypatch.setattr("service.transfer.importers.wordpress._HELD_MAX", 2)
    many = Read(importer, wxr(PAGE + comment(1) + comment(2) + comment(3), PAGE), tmp_path / "b")

    assert [each.thread for each in first.comments] == ["7", "7"]
    assert [each.thread for each in many.comments] == ["7", "7", "7"]
    assert len(many.threads) == 2


def test_a_file_that_ends_within_a_page_gives_the_comments_before(tmp_path: Path) -> None:
    whole = wxr(PAGE + comment(1) + comment(2))

    found = Read(importer, whole[: whole.rindex("<wp:comment>") + 40], tmp_path)

    assert found.comment.thread == found.threads[0].external.id == "7"
    assert found.said == [("truncated-file", "noted")]


def test_what_is_not_read_is_told_once(tmp_path: Path) -> None:
    odd = meta("akismet_history", "x") + "<wp:comment_mood>1</wp:comment_mood>"

    found = Read(importer, wxr(PAGE + comment(1, odd) + comment(2, odd)), tmp_path)

    assert found.said == [("field-unknown", "noted")] * 2


def test_anonymous_is_nobody_and_a_comment_without_number_gets_one(tmp_path: Path) -> None:
    bare = comment(comment_author="Anonymous", comment_author_email="noreply@blogger.com")
    bare = bare.replace("<wp:comment_id>1</wp:comment_id>", "")

    found = Read(importer, wxr(PAGE + bare + bare), tmp_path)

    assert len({each.external for each in found.comments}) == 1
    assert (found.comments[0].author.name, found.comments[0].author.email) == (None, None)


def test_it_is_kept_which_post_of_disqus_a_comment_is(tmp_path: Path) -> None:
    found = Read(importer, wxr(PAGE + comment(1, meta("dsq_post_id", "77"))), tmp_path)

    assert found.comment.extra == {"dsq_post_id": "77"}
    assert found.said == []


@pytest.mark.parametrize(
    "said", ["{", "[]", "7", '{"source":"x"}', '{"source":1,"instance":"","id":""}']
)
def test_what_looks_like_our_own_export_and_is_not_is_read_as_any_other(
    said: str, tmp_path: Path
) -> None:
    found = Read(importer, wxr(PAGE + comment(1, meta("_ce_external", said))), tmp_path)

    assert found.comment.external.id == "7/1"


def test_every_part_of_an_export_is_read(tmp_path: Path) -> None:
    parts = {"a.000.xml": wxr(PAGE + comment(1)), "a.001.xml": wxr(PAGE + comment(2))}

    assert len(Read(importer, {**parts, "x.txt": "?"}, tmp_path).comments) == 2


def test_other_rss_is_not_taken_for_it() -> None:
    assert importer.recognises(wxr(PAGE + comment()).encode(), "x") > 0.5
    assert importer.recognises(b"<rss xmlns:wp='https://wordpress.org/export/1.2/'>", "x") == 1
    assert importer.recognises(b"<rss><channel/></rss>", "x.xml") == 0
    assert importer.recognises(b"<feed>wordpress.org/export/</feed>", "x.xml") == 0
