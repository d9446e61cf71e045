"""Acts on threads: closed, renamed, found; who may, and what the log says."""

import pytest

from service.domain.errors import Conflict, Invalid, NotFound
from service.domain.moderator import Role
from service.domain.site_event import SiteAct
from service.usecases.review_threads import show_thread
from tests.usecases.acting import Desk
from tests.usecases.thread_room import A, B, Room


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

    renamed = await room.rename(
        page, address="https://www.open.example/new/?utm_x=1", title="Nieuw"
    )

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
