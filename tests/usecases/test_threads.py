"""Acts on threads: closed, renamed, merged, taken apart; who may, and what the log says."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from service.domain.decision import Action
from service.domain.errors import Conflict, Invalid, NotFound
from service.domain.moderator import ApiToken, Role
from service.domain.site_event import SiteAct, SiteEvent
from service.domain.thread import ListedThread
from service.usecases.close_thread import close_thread
from service.usecases.edit_comment import edit_comment
from service.usecases.list_comments import list_comments
from service.usecases.merge_threads import Merged, merge_threads
from service.usecases.rename_thread import rename_thread
from service.usecases.review_threads import list_threads, show_thread
from service.usecases.undo_merge import undo_merge
from tests.usecases.acting import Desk, PlainRenderer
from tests.usecases.altered import Answering, Overtaken

A, B = "/a", "/b"


@dataclass
class Room:
    """The acts on threads, by one principal."""

    desk: Desk
    by: ApiToken

    @property
    def known(self) -> dict[str, Any]:
        return {"by": self.by, "storage": self.desk.storage, "clock": self.desk.clock}

    async def page(self, post: str, site: str = "open", **more: Any) -> str:
        """Posts a comment; the id of its thread."""
        return (await self.desk.post(site=site, post=post, **more)).thread.public_id

    def overtaken(self, first: Callable[[], Awaitable[Any]]) -> "Room":
        """The same room, where something happens just before the next write."""
        storage: Any = Overtaken(self.desk.storage, first)
        return Room(Desk(storage, self.desk.clock), self.by)

    async def merge(self, public_id: str, into: str) -> Merged:
        return await merge_threads(public_id, into, **self.known)

    async def rename(self, public_id: str, **said: str | None) -> ListedThread:
        given: dict[str, Any] = {"address": None, "title": None, **said}
        return await rename_thread(public_id, **given, **self.known)

    async def close(self, public_id: str, *, closed: bool = True) -> ListedThread:
        return await close_thread(public_id, closed=closed, **self.known)

    async def undo(self, merge: str) -> ListedThread:
        return await undo_merge(merge, **self.known)

    async def keys(self, q: str | None = None, **wanted: Any) -> list[str]:
        given = {"closed": None, "site_slug": None, "after": None, "limit": 50, **wanted}
        found, _ = await list_threads(q, **given, token=self.by, storage=self.desk.storage)
        return [each.thread.key for each in found]

    async def events(self) -> list[SiteEvent]:
        """What is logged, oldest first."""
        found, _ = await self.desk.storage.site_events.page(None, None, 50)
        return list(found)[::-1]

    async def said(self, post: str) -> list[str]:
        """What readers see there."""
        listing = await list_comments(
            "open", post, sort="oldest", after=None, limit=50,
            storage=self.desk.storage, renderer=PlainRenderer(),
        )  # fmt: skip
        return [comment.text or "" for comment in listing.page.comments]


@pytest.fixture
async def room(desk: Desk) -> Room:
    return Room(desk, await desk.token(Role.ADMIN))


async def test_a_closed_thread_takes_no_comments_until_it_is_opened(room: Room) -> None:
    page = await room.page(A)

    closed = await room.close(page)
    with pytest.raises(Invalid, match="thread_closed"):
        await room.page(A, text="Nog een heel ander verhaal.")
    opened = await room.close(page, closed=False)

    assert closed.thread.closed_at is not None
    assert opened.thread.closed_at is None
    await room.page(A, text="Nog een heel ander verhaal.")
    assert [(each.act, each.about_id, each.about_name) for each in await room.events()] == [
        (SiteAct.THREAD_CLOSED, page, A),
        (SiteAct.THREAD_OPENED, page, A),
    ]


async def test_closing_what_is_closed_changes_and_logs_nothing(room: Room) -> None:
    page = await room.page(A)
    before = await room.close(page)

    again = await room.close(page)

    assert again == before
    assert len(await room.events()) == 1


async def test_a_renamed_page_is_found_by_both_addresses(room: Room) -> None:
    page = await room.page(A, post_title="Oud", text="Mooi verhaal, dank je wel!")

    renamed = await room.rename(page, address="https://www.open.example/new/?utm_x=1", title="Nieuw")

    thread = renamed.thread
    assert (thread.key, thread.url) == ("/new", "https://www.open.example/new/")
    assert (thread.title, thread.name) == ("Nieuw", "Nieuw")
    assert await room.said("/new") == await room.said(A) == ["Mooi verhaal, dank je wel!"]
    [event] = await room.events()
    assert (event.act, event.about_name) == (SiteAct.THREAD_RENAMED, "Oud")
    assert event.details == {"page": "/new", "title": "Nieuw", "was": A}


async def test_a_page_may_lose_its_title(room: Room) -> None:
    page = await room.page(A, post_title="Oud")

    renamed = await room.rename(page, title="")

    assert (renamed.thread.title, renamed.thread.name, renamed.thread.key) == (None, A, A)


async def test_renaming_to_what_it_is_logs_nothing(room: Room) -> None:
    page = await room.page(A, post_title="Oud")

    await room.rename(page, address=A, title="Oud")
    await room.rename(page)

    assert await room.events() == []


async def test_an_address_is_one_pages(room: Room) -> None:
    page = await room.page(A)
    await room.page(B, post_title="De andere")

    with pytest.raises(Conflict) as refused:
        await room.rename(page, address=B)

    assert (refused.value.code, refused.value.field) == ("address_taken", "address")
    assert refused.value.params == {"title": "De andere"}


@pytest.mark.parametrize(
    ("address", "code"), [("https://evil.example/", "foreign_page"), ("null", "bad_page")]
)
async def test_what_is_no_page_of_the_site_is_refused(room: Room, address: str, code: str) -> None:
    page = await room.page(A)

    for act in (room.rename(page, address=address), room.merge(page, address)):
        with pytest.raises(Invalid, match=code):
            await act


async def test_a_merge_moves_the_comments_and_is_logged(room: Room) -> None:
    page = await room.page(A, text="Een verhaal over kippen.")
    into = await room.page(B, text="Iets anders over het weer.")

    merged = await room.merge(page, B)

    assert (merged.moved, merged.thread.thread.public_id) == (1, into)
    assert merged.thread.published == 2
    assert len(await room.said(A)) == len(await room.said(B)) == 2
    [event] = await room.events()
    assert (event.public_id, event.act, event.about_id) == (
        merged.merge, SiteAct.THREADS_MERGED, page,
    )  # fmt: skip
    assert event.details == {"page": A, "into": B, "into_id": into, "n": 1}
    story = await show_thread(into, token=room.by, storage=room.desk.storage)
    assert list(story.addresses) == [A, B]
    assert [each.public_id for each in story.merges] == [merged.merge]


async def test_the_other_page_may_be_named_by_its_id(room: Room) -> None:
    page, into = await room.page(A), await room.page(B, text="Iets anders over het weer.")

    merged = await room.merge(page, into)

    assert merged.thread.thread.public_id == into


async def test_a_page_goes_into_no_page_that_is_itself(room: Room) -> None:
    page = await room.page(A)
    into = await room.page(B, text="Iets anders over het weer.")
    for said in (A, page, "https://open.example/a/"):
        with pytest.raises(Invalid, match="merge_with_itself"):
            await room.merge(page, said)
    await room.merge(page, B)

    # The one that is gone is the other one by now.
    with pytest.raises(Invalid, match="merge_with_itself"):
        await room.merge(into, A)
    with pytest.raises(NotFound, match="unknown_thread"):
        await room.merge(page, B)


async def test_a_page_goes_into_none_of_another_site(room: Room) -> None:
    page, elsewhere = await room.page(A), await room.page(B, site="blog")

    with pytest.raises(Invalid) as refused:
        await room.merge(page, elsewhere)
    with pytest.raises(NotFound, match="unknown_target"):
        await room.merge(page, B)

    assert (refused.value.code, refused.value.field) == ("other_site", "into")


async def test_an_undone_merge_leaves_both_pages_as_decided_on_since(room: Room) -> None:
    first = await room.desk.post(site="open", post=A, text="Een verhaal over kippen.")
    public_id = first.thread.public_id
    await room.page(B, text="Iets anders over het weer.")
    merged = await room.merge(public_id, B)
    await room.desk.decide(first.comment.public_id, Action.SPAM, room.by)
    await room.desk.post(site="open", post=A, text="Hier kwam later nog wat bij.")

    alone = await room.undo(merged.merge)

    assert (alone.thread.public_id, alone.thread.key) == (public_id, A)
    assert await room.said(A) == []
    assert len(await room.said(B)) == 2
    event = (await room.events())[-1]
    assert (event.act, event.undoes, event.details["n"]) == (
        SiteAct.MERGE_UNDONE, merged.merge, 1,
    )  # fmt: skip
    with pytest.raises(NotFound, match="unknown_merge"):
        await room.undo(merged.merge)


async def test_an_edit_on_a_page_that_is_merged_meanwhile_shows_where_it_went(room: Room) -> None:
    posted = await room.desk.post(site="open", post=A, text="Een verhaal over kippen.")
    await room.page(B, text="Iets anders over het weer.")
    told: list[int | None] = []

    async def merge() -> None:
        await room.merge(posted.thread.public_id, B)
        room.desk.storage.on_thread_changed(told.append)  # type: ignore[attr-defined]

    await edit_comment(
        posted.comment.public_id,
        posted.token,
        "Een verhaal over hanen.",
        storage=room.overtaken(merge).desk.storage,
        clock=room.desk.clock,
        rule_book=room.desk.rule_book,
    )

    into = await room.desk.storage.threads.by_key(posted.thread.site_id, B)
    assert into is not None
    assert set(told) == {into.id}
    assert "Een verhaal over hanen." in await room.said(B)


async def test_threads_are_found_by_words_and_by_whole_addresses(room: Room) -> None:
    await room.page("/2015/kip.html", post_title="Kip")
    await room.page("/2015/ei.html", text="Iets anders over het weer.")
    await room.page("/kip.html", site="blog")

    assert await room.keys() == ["/kip.html", "/2015/ei.html", "/2015/kip.html"]
    assert await room.keys("2015 KIP") == ["/2015/kip.html"]
    assert await room.keys("http://www.open.example/2015/kip.html?utm_source=x#c") == [
        "/2015/kip.html"
    ]
    assert await room.keys("https://blog.example/kip.html", site_slug="blog") == ["/kip.html"]
    assert await room.keys("https://elsewhere.example/kip.html") == []
    assert await room.keys("", site_slug="blog") == ["/kip.html"]
    with pytest.raises(NotFound, match="unknown_site"):
        await room.keys(site_slug="nowhere")


async def test_threads_of_other_sites_are_not_there(room: Room) -> None:
    page = await room.page(A)
    into = await room.page(B, text="Iets anders over het weer.")
    merged = await room.merge(page, B)
    own = await room.page(A, site="blog")
    stranger = Room(room.desk, await room.desk.token(Role.OWNER, "blog"))

    for act in (
        stranger.close(into),
        stranger.rename(into, title="Mijn"),
        stranger.merge(into, A),
        show_thread(into, token=stranger.by, storage=stranger.desk.storage),
    ):
        with pytest.raises(NotFound, match="unknown_thread"):
            await act
    with pytest.raises(NotFound, match="unknown_merge"):
        await stranger.undo(merged.merge)
    with pytest.raises(NotFound, match="unknown_target"):
        await stranger.merge(own, into)
    assert await stranger.keys() == [A]
    assert await stranger.keys("https://open.example/b") == []


async def test_a_page_that_goes_meanwhile_is_not_there(room: Room) -> None:
    first = await room.page(A, text="Een verhaal over kippen.")
    second = await room.page(B, text="Iets anders over het weer.")
    await room.page("/c", text="Heel wat anders dan de rest.")

    late = room.overtaken(lambda: room.merge(second, "/c"))
    with pytest.raises(NotFound, match="unknown_target"):
        await late.merge(first, second)
    late = room.overtaken(lambda: room.merge(first, "/c"))
    with pytest.raises(NotFound, match="unknown_thread"):
        await late.rename(first, title="Weg")


async def test_a_page_that_goes_elsewhere_meanwhile_is_not_merged_twice(room: Room) -> None:
    page = await room.page(A, text="Een verhaal over kippen.")
    await room.page(B, text="Iets anders over het weer.")

    late = room.overtaken(lambda: room.merge(page, B))

    with pytest.raises(NotFound, match="unknown_thread"):
        await late.merge(page, B)


async def test_without_its_site_there_is_no_page(room: Room) -> None:
    page = await room.page(A)
    storage: Any = Answering(room.desk.storage, "sites.by_id", None)
    lost = Room(Desk(storage, room.desk.clock), room.by)

    with pytest.raises(NotFound, match="unknown_thread"):
        await lost.rename(page, title="Weg")
    with pytest.raises(NotFound, match="unknown_target"):
        await lost.merge(page, B)
