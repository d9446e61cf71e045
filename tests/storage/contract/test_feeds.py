"""What feeds are made of: the newest that readers see, of a site and of a thread."""

from collections.abc import Sequence
from dataclasses import replace

from service.domain.comment import Author, Comment, Status
from service.domain.decision import Action
from service.domain.identity import author_key
from service.domain.published import FeedEntry
from service.domain.site import Site
from service.storage import SqlStorage
from tests.storage.making import Maker

RENDERER = 3


async def of_site(storage: SqlStorage, site: Site, limit: int = 50) -> Sequence[FeedEntry]:
    return await storage.feeds.of_site(site.id, limit, RENDERER)


def ids(entries: Sequence[FeedEntry]) -> list[str]:
    return [entry.comment.public_id for entry in entries]


async def held_edit(make: Maker) -> Comment:
    """A comment whose edit waits while readers see the text before it."""
    comment = await make.comment("/edited")
    return (await make.decide(comment, Action.HOLD, Status.PENDING, 1, 0))[0]


async def test_the_newest_of_a_site_come_first_whatever_page_they_are_on(
    storage: SqlStorage, make: Maker, site: Site
) -> None:
    made = [await make.comment(f"/{n}") for n in range(4)]

    entries = await of_site(storage, site, limit=3)

    assert ids(entries) == [one.public_id for one in reversed(made[1:])]
    assert [entry.thread.key for entry in entries] == ["/3", "/2", "/1"]
    assert entries[0].thread.url == "https://b.example/3"
    assert entries[0].thread.title == "Titel"


async def test_only_what_readers_see_is_in_a_feed(
    storage: SqlStorage, make: Maker, site: Site
) -> None:
    await make.comment(published=False)
    await make.reject(await make.comment())
    await Maker(storage, make.clock, await make.site("other")).comment()

    assert await of_site(storage, site) == []


async def test_a_comment_stays_in_its_place_while_an_edit_of_it_waits(
    storage: SqlStorage, make: Maker, site: Site
) -> None:
    first = await make.comment()
    edited = await held_edit(make)
    last = await make.comment()

    entries = await of_site(storage, site)

    assert ids(entries) == [last.public_id, edited.public_id, first.public_id]


async def test_a_thread_has_a_feed_of_its_own(storage: SqlStorage, make: Maker, site: Site) -> None:
    root = await make.comment("/a")
    await make.comment("/b")
    reply = await make.comment("/a", parent=root)

    entries = await storage.feeds.of_thread(root.thread_id, 50, RENDERER)

    assert ids(entries) == [reply.public_id, root.public_id]
    assert [entry.parent for entry in entries] == [root.public_id, None]
    assert [entry.replies for entry in entries] == [0, 1]


async def test_what_readers_see_of_threads_is_told_by_revision(
    storage: SqlStorage, make: Maker
) -> None:
    one, other = await make.comment("/a"), await make.comment("/b")
    await make.comment("/a", published=False)
    await make.reject(other)

    shown = await storage.feeds.revisions_shown([one.thread_id, other.thread_id, 12])

    assert shown == {one.thread_id: {one.public_id: 1}, other.thread_id: {}, 12: {}}


async def test_authors_are_the_same_to_readers_as_the_domain_says(
    storage: SqlStorage, make: Maker
) -> None:
    named = await make.comment(author=Author(" Jan ", "jan@example.nl"))
    proven = await make.comment(author=Author("Jan"), proof="p" * 64)
    nobody = await make.comment(author=Author())
    gone = await make.comment()
    await make.comment(parent=gone)
    await make.reject(gone)

    page = await storage.comments.page(named.thread_id, "oldest", None, 10, RENDERER)

    keys = {one.id: one.author_key for one in page.comments}
    assert keys[named.id] == author_key(None, "JAN") == "named jan"
    assert (
        keys[proven.id] == author_key(proven.identity_id, "Jan") == f"proven {proven.identity_id}"
    )
    assert keys[nobody.id] is None is author_key(None, None)
    assert keys[gone.id] is None


async def test_a_feed_has_what_a_page_has(storage: SqlStorage, make: Maker, site: Site) -> None:
    comment = await make.comment()
    await storage.comments.keep_html({(comment.id, 1): "<p>x</p>"}, RENDERER)
    await make.comment("/else")

    page = await storage.comments.page(comment.thread_id, "oldest", None, 10, RENDERER)
    entries = await of_site(storage, site)

    assert replace(entries[1].comment, html=None) == replace(page.comments[0], html=None)
