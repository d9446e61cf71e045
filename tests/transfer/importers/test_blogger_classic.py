"""Odd cases of Blogger's older export."""

from pathlib import Path

from service.domain.neutral import Account, BodyFormat, ExternalId, NeutralStatus
from service.transfer.importers.blogger_classic import importer
from tests.transfer.reading import Read

TAG = "tag:blogger.com,1999:blog-7"
KIND = "<category scheme='http://schemas.google.com/g/2005#kind' term='http://x/kind#{}'/>"
HEAD = (
    f"<id>{TAG}.archive</id><author><name>Jan</name>"
    "<uri>https://www.blogger.com/profile/12</uri></author>"
)
REPLY = "<thr:in-reply-to ref='{0}.post-{1}' href='http://b.example/{1}.html'/>"


def feed(*entries: str, head: str = HEAD) -> str:
    """Without any declaration, as some are."""
    return f"<feed>{head}{''.join(entries)}</feed>"


def entry(kind: str, number: int, more: str = "") -> str:
    return f"<entry><id>{TAG}.post-{number}</id>{KIND.format(kind)}{more}</entry>"


def comment(number: int, more: str = "", on: int = 1) -> str:
    said = "<content type='html'>one&lt;br /&gt;two</content>"
    at = "<published>2013-05-25T12:44:12.828+01:00</published>"
    return entry("comment", number, said + at + REPLY.format(TAG, on) + more)


def test_a_comment_is_read(tmp_path: Path) -> None:
    more = (
        "<link rel='alternate' href='http://b.example/1.html?showComment=1#c2'/>"
        "<link rel='related' href='http://www.blogger.com/feeds/7/1/comments/default/3?v=2'/>"
        "<author><name>Jan</name><uri>https://www.blogger.com/profile/12</uri>"
        "<email>noreply@blogger.com</email><gd:image src='//lh4.example/jan.png'/></author>"
        "<updated>2014-01-01T00:00:00Z</updated>"
    )
    post = entry("post", 1, "<link rel='alternate' href='http://b.example/1.html'/>")

    found = Read(importer, feed(comment(2, more), post), tmp_path)

    one, author = found.comment, found.comment.author
    assert one.external == ExternalId("blogger", "7", "2")
    assert (one.thread, one.parent, one.status) == ("1", "3", NeutralStatus.APPROVED)
    assert one.url == "http://b.example/1.html?showComment=1#c2"
    assert (one.created_at, one.edited_at) == (1369482252828, None)
    assert (one.body.source, one.body.newlines) == ("one<br />two", False)
    assert (author.name, author.email, author.url) == ("Jan", None, None)
    assert (author.account, author.site_owner) == (Account("blogger", "12"), True)
    assert author.avatar == "https://lh4.example/jan.png"
    assert [thread.address for thread in found.threads] == ["http://b.example/1.html"]


def test_placeholders_are_told_by_their_property_not_by_their_words(tmp_path: Path) -> None:
    removed = "<gd:extendedProperty name='blogger.contentRemoved' value='true'/>"
    words = "<content>This comment has been removed by a blog administrator.</content>"

    found = Read(
        importer,
        feed(comment(2, removed), comment(3).replace("<content type='html'>one", words[:-10])),
        tmp_path,
    )

    assert [each.status.value for each in found.comments] == ["deleted", "approved"]
    assert found.said == [("removed-placeholder", "kept")]


def test_settings_and_template_leave_nothing_but_their_count(tmp_path: Path) -> None:
    secret = entry("settings", 8, "<content>jan@private.example</content>")

    found = Read(importer, feed(secret, secret, entry("template", 9)), tmp_path)

    assert found.said == [("secret-skipped", "noted")]
    assert "2 settings, 1 template" in str(found.records)
    assert "private" not in str(found.records)


def test_drafts_are_not_public(tmp_path: Path) -> None:
    draft = "<app:control><app:draft>yes</app:draft></app:control>"

    [thread] = Read(importer, feed(entry("post", 1, draft)), tmp_path).threads

    assert (thread.address, thread.public) == (None, False)


def test_a_page_is_found_by_whatever_tells_it(tmp_path: Path) -> None:
    def on(told: str) -> str:
        return comment(2).replace(REPLY.format(TAG, 1), told)

    reply = "<thr:in-reply-to {}/>"
    ways = {
        reply.format("source='http://www.blogger.com/feeds/7/posts/default/1'"): "1",
        "<link rel='self' href='http://www.blogger.com/feeds/7/1/comments/default/2'/>": "1",
        reply.format("href='http://b.example/1.html'"): "http://b.example/1.html",
        reply.format("ref='post-1'"): "post-1",
    }

    for number, (told, expected) in enumerate(ways.items()):
        assert Read(importer, feed(on(told)), tmp_path / str(number)).comment.thread == expected

    nowhere = Read(importer, feed(on("")), tmp_path / "none")
    assert nowhere.said == [("thread-missing", "skipped"), ("truncated-file", "noted")]


def test_pages_that_only_comments_tell_of_are_pages(tmp_path: Path) -> None:
    found = Read(importer, feed(comment(2, on=5), comment(3, on=5)), tmp_path)

    [thread] = found.threads
    assert thread.external.id == found.comments[0].thread == "5"
    assert thread.address == "http://b.example/5.html"


def test_entries_of_converters_have_no_kind(tmp_path: Path) -> None:
    kind = KIND.format("comment")
    post = "<entry><link rel='alternate' href='http://b.example/1.html'/></entry>"
    head = "<generator>Blogger</generator><link rel='alternate' href='http://b.example'/>"

    files = feed(comment(2).replace(kind, ""), post, "<entry/>", entry("new", 4), head=head)
    found = Read(importer, files, tmp_path)

    assert found.comment.external == ExternalId("blogger", "7", "2")
    assert len(found.threads) == 2
    assert found.threads[0].external.instance == "http://b.example"
    assert found.said == [("field-unknown", "noted"), ("field-unknown", "noted")]


def test_older_accounts_and_bare_comments_are_read(tmp_path: Path) -> None:
    plus = "<author><name>Jan</name><uri>https://plus.google.com/1075</uri></author>"
    text = comment(3).replace("type='html'", "type='text'")
    bare = entry("comment", 4, REPLY.format(TAG, 1))

    old, plain, empty = Read(importer, feed(comment(2, plus), text, bare), tmp_path).comments

    assert old.author.account == Account("google-plus", "1075")
    assert plain.body.format is BodyFormat.TEXT
    assert (empty.body.source, empty.author.name) == ("", None)


def test_other_feeds_are_not_taken_for_it() -> None:
    assert importer.recognises(feed().encode(), "x") > 0.5
    assert importer.recognises(b"<feed><entry/></feed>", "x") == 0
    assert importer.recognises(b"<rss>tag:blogger.com,</rss>", "x") == 0
