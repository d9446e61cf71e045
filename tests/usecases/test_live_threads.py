"""Threads that are followed: what their followers are told, and what it costs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any, cast

import pytest

from service.domain.ports import Storage
from service.usecases import live_threads
from service.usecases.live_threads import (
    AT_ONCE,
    IDLE_KEPT,
    LiveThread,
    LiveThreads,
    News,
)
from tests.usecases.followed import FakeStorage, FakeThreads

PLACE = (1, "/a")


@pytest.fixture
def kept() -> FakeThreads:
    return FakeThreads(shown={7: {"one": 1}}, keys={7: "/a"})


@pytest.fixture
async def live(kept: FakeThreads, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LiveThreads]:
    monkeypatch.setattr(live_threads, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(live_threads, "RETRY_SECONDS", 0)
    made = LiveThreads(cast("Storage", FakeStorage(kept, kept)))
    yield made
    made.close()
    await settled()


async def settled() -> None:
    """Everything that was begun has had its turn."""
    for _ in range(20):
        await asyncio.sleep(0)


def told(thread: LiveThread) -> list[News]:
    return list(thread.news)


async def test_who_comes_first_has_the_thread_read_and_others_share_it(
    live: LiveThreads, kept: FakeThreads
) -> None:
    async with AsyncExitStack() as stack:
        all_ = [await stack.enter_async_context(live.follow(PLACE, 7)) for _ in range(50)]
        assert all_[0].shown is None

        await settled()

    assert kept.asked == [(7,)]
    assert all(each is all_[0] for each in all_)
    assert all_[0].state(is_all=False) == News(0, 1)


async def test_what_changed_is_told_with_one_query_for_all(
    live: LiveThreads, kept: FakeThreads
) -> None:
    kept.shown[7] = {"one": 1, "two": 1, "three": 1}
    async with live.follow(PLACE, 7) as thread, live.follow(PLACE, 7):
        await settled()
        woken = thread.woken
        kept.shown[7] = {"one": 1, "two": 2, "four": 1}

        live.changed(7)
        live.changed(7)
        await settled()

        assert told(thread) == [News(1, 3, ("four",), ("two",), ("three",))]
        assert woken.is_set()
        assert not thread.woken.is_set()
    assert kept.asked == [(7,), (7,)]


async def test_what_looks_the_same_to_readers_is_no_news(
    live: LiveThreads, kept: FakeThreads
) -> None:
    async with live.follow(PLACE, 7) as thread:
        await settled()

        live.changed(7)
        await settled()

        assert told(thread) == []


async def test_threads_that_nobody_follows_cost_nothing(
    live: LiveThreads, kept: FakeThreads
) -> None:
    async with live.follow(PLACE, 7):
        await settled()
        live.changed(8)
        await settled()

    live.changed(9)
    await settled()

    assert kept.asked == [(7,)]


async def test_who_comes_back_soon_finds_the_thread_as_he_left_it(
    live: LiveThreads, kept: FakeThreads
) -> None:
    async with live.follow(PLACE, 7) as before:
        await settled()

    async with live.follow(PLACE, 7) as again:
        assert again is before

    assert kept.asked == [(7,)]


@pytest.mark.parametrize("what", [7, None])
async def test_what_changes_while_nobody_follows_begins_a_new_life(
    live: LiveThreads, kept: FakeThreads, what: int | None
) -> None:
    async with live.follow(PLACE, 7) as before:
        await settled()

    live.changed(what)

    async with live.follow(PLACE, 7) as again:
        assert again.epoch != before.epoch
    assert kept.asked == [(7,)]


async def test_who_leaves_before_the_thread_was_read_leaves_nothing(live: LiveThreads) -> None:
    async with live.follow(PLACE, 7) as before:
        pass
    await settled()

    async with live.follow(PLACE, 7) as again:
        assert again is not before


@pytest.mark.parametrize("turns", [1, 2])
async def test_who_leaves_while_the_thread_is_read_harms_nobody(
    live: LiveThreads, kept: FakeThreads, turns: int
) -> None:
    async with live.follow(PLACE, 7):
        for _ in range(turns):
            await asyncio.sleep(0)
    await settled()

    async with live.follow(PLACE, 7) as again:
        await settled()
        assert again.shown == {"one": 1}


async def test_only_so_many_threads_are_kept_for_nobody(
    live: LiveThreads, kept: FakeThreads
) -> None:
    for id_ in range(100, 101 + IDLE_KEPT):
        kept.shown[id_], kept.keys[id_] = {"x": 1}, f"/{id_}"
        async with live.follow((1, f"/{id_}"), id_):
            await settled()

    async with live.follow((1, "/100"), 100), live.follow((1, "/101"), 101):
        await settled()

    assert kept.asked.count((100,)) == 2
    assert kept.asked.count((101,)) == 1


async def test_when_anything_may_have_changed_all_that_is_followed_is_looked_at(
    live: LiveThreads, kept: FakeThreads
) -> None:
    async with AsyncExitStack() as stack:
        for id_ in range(AT_ONCE + 1):
            kept.shown[id_], kept.keys[id_] = {"x": 1}, f"/{id_}"
            await stack.enter_async_context(live.follow((1, f"/{id_}"), id_))
        await settled()
        kept.asked.clear()

        live.changed(None)
        await settled()

    assert [len(ids) for ids in kept.asked] == [AT_ONCE, 1]


async def test_the_first_comment_of_a_page_is_told(live: LiveThreads, kept: FakeThreads) -> None:
    async with live.follow((1, "/new"), None) as thread:
        await settled()
        kept.keys[9], kept.shown[9] = "/new", {"first": 1}

        live.changed(9)
        await settled()

        assert told(thread) == [News(1, 1, ("first",))]
    async with live.follow((1, "/new"), 9) as again:
        assert again is thread


async def test_a_thread_that_came_while_its_follower_was_on_his_way_is_found(
    live: LiveThreads, kept: FakeThreads
) -> None:
    kept.keys[9], kept.shown[9] = "/new", {"first": 1}

    async with live.follow((1, "/new"), None) as thread:
        await settled()

        assert told(thread) == [News(1, 1, ("first",))]


async def test_other_pages_that_are_new_are_no_news(live: LiveThreads, kept: FakeThreads) -> None:
    async with live.follow((1, "/new"), None) as thread, live.follow((1, "/new"), None) as same:
        await settled()
        kept.keys[9] = "/other"

        live.changed(9)
        live.changed(10)
        live.changed(None)
        await settled()

        assert same is thread
        assert told(thread) == []


async def test_who_waits_for_a_page_that_others_follow_already_comes_again(
    live: LiveThreads, kept: FakeThreads
) -> None:
    async with live.follow((1, "/new"), None) as thread:
        await settled()
        kept.keys[9], kept.shown[9] = "/new", {"first": 1}
        async with live.follow((1, "/new"), 9):
            live.changed(None)
            await settled()

        assert thread.ended
        assert told(thread) == [News(1, 0, is_all=True)]


async def test_a_thread_that_went_into_another_ends(live: LiveThreads, kept: FakeThreads) -> None:
    async with live.follow(PLACE, 7) as thread:
        await settled()
        kept.shown[7] = {}
        live.changed(7)
        await settled()
        assert told(thread) == [News(1, 0, removed=("one",))]
        del kept.keys[7]

        live.changed(7)
        await settled()

        assert thread.ended
        assert told(thread)[-1].is_all
    async with live.follow(PLACE, 7) as again:
        assert again is not thread


async def test_news_come_when_the_database_does(live: LiveThreads, kept: FakeThreads) -> None:
    kept.is_away = True
    async with live.follow(PLACE, 7) as thread:
        await settled()
        assert thread.shown is None

        kept.is_away = False
        await settled()

        assert thread.shown == {"one": 1}


async def test_when_the_service_ends_everybody_looks_up(live: LiveThreads) -> None:
    async with live.follow(PLACE, 7) as thread, live.follow((1, "/new"), None) as unborn:
        waiting: list[Any] = [thread.woken, unborn.woken]

        live.close()

        assert live.closed
        assert all(event.is_set() for event in waiting)
        live.changed(7)
        await settled()
        assert thread.shown is None


async def test_a_thread_that_is_looked_at_when_its_last_follower_leaves_is_forgotten(
    live: LiveThreads, kept: FakeThreads
) -> None:
    async with live.follow(PLACE, 7) as before:
        await settled()
        live.changed(7)

    async with live.follow(PLACE, 7) as again:
        await settled()
        assert again is not before
        assert again.shown == {"one": 1}
