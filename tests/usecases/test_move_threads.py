"""Many pages get new addresses by rules."""

import pytest

from service.domain.errors import Invalid
from service.domain.moderator import Role
from service.domain.site_event import SiteAct
from service.usecases.move_threads import Rule, move_threads, preview_moves
from tests.usecases.acting import Desk
from tests.usecases.thread_room import Room


@pytest.fixture
async def room(desk: Desk) -> Room:
    return Room(desk, await desk.token(Role.ADMIN))


async def site(room: Room):
    return await room.desk.storage.sites.by_slug("open")


async def move(room: Room, *rules: tuple[str, str]) -> list[tuple[str, str]]:
    told = [Rule(line, *rule) for line, rule in enumerate(rules, 1)]
    done = await move_threads(await site(room), told, **room.known)
    return [(each.thread.key, each.page.key) for each in done.moves]


async def test_an_address_goes_before_a_beginning_and_a_longer_one_before_a_shorter(
    room: Room,
) -> None:
    for page in ("/2013/a", "/2013/02/b", "/2013/02/c", "/2013x"):
        await room.page(page, text=f"Iets over {page} en de rest.")

    moved = await move(
        room, ("/2013/*", "/old/*"), ("/2013/02/*", "/feb/*"), ("/2013/02/c", "/c"), ("/x", "/y")
    )

    assert sorted(moved) == [("/2013/02/b", "/feb/b"), ("/2013/02/c", "/c"), ("/2013/a", "/old/a")]
    assert sorted(await room.keys()) == ["/2013x", "/c", "/feb/b", "/old/a"]
    assert len(await room.said("/2013/02/b")) == 1  # old addresses lead on
    assert {event.act for event in await room.events()} == {SiteAct.THREAD_RENAMED}


async def test_what_has_the_new_address_already_takes_the_other_in(room: Room) -> None:
    for page in ("/a", "/b", "/c"):
        await room.page(page, text=f"Iets over {page} en de rest.")

    await move(room, ("/a", "/c"), ("/b", "/new"), ("/new/*", "/newer/*"), ("/b/", "/c/"))

    assert await room.keys() == ["/c"]
    assert len(await room.said("/a")) == 3
    assert {event.act for event in await room.events()} == {SiteAct.THREADS_MERGED}


async def test_two_pages_that_get_one_new_address_become_one(room: Room) -> None:
    await room.page("/a", text="Iets over kippen en de rest.")
    await room.page("/b", text="Iets anders over het weer.")

    await move(room, ("/a", "/c"), ("/b", "/c"))

    assert await room.keys() == ["/c"]
    assert len(await room.said("/b")) == 2


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ([("/a", "/b"), ("/b", "/c")], "moves_in_a_row"),
        ([("/a/*", "/b")], "half_a_prefix"),
        ([("/a", "https://elders.example/")], "moves_no_page"),
    ],
)
async def test_rules_that_say_nothing_clear_move_nothing(
    room: Room, rules: list[tuple[str, str]], code: str
) -> None:
    await room.page("/a", text="Iets over kippen en de rest.")
    await room.page("/b", text="Iets anders over het weer.")

    with pytest.raises(Invalid, match=code):
        await move(room, *rules)

    assert sorted(await room.keys()) == ["/a", "/b"]


async def test_rules_that_meet_nothing_are_told_and_what_is_so_already_stays(room: Room) -> None:
    await room.page("/a", text="Iets over kippen en de rest.")
    rules = [Rule(1, "/a", "/a/"), Rule(2, "/no", "/where")]

    planned = await preview_moves(await site(room), rules, storage=room.desk.storage)

    assert not planned.moves
    assert [rule.line for rule in planned.idle] == [2]


async def test_a_page_that_went_elsewhere_meanwhile_is_left_alone(room: Room) -> None:
    page = await room.page("/a", text="Iets over kippen en de rest.")

    async def rename() -> None:
        await room.rename(page, address="/b")

    await move(room.overtaken(rename), ("/a", "/b"))

    assert await room.keys() == ["/b"]
