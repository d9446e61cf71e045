"""The cache of ready answers, by itself."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.errors import Unavailable
from service.web.cache import ANY, AnswerCache, Entry, make_entry

NOBODY: frozenset[str] = frozenset()


def _entry(body: bytes = b"x", thread: int | None = 1) -> Entry:
    return make_entry(body, thread, NOBODY)


async def _made(cache: AnswerCache, target: str, entry: Entry) -> Entry:
    async def make() -> Entry:
        return entry

    return await cache.make(target, make)


async def test_what_was_made_is_found_by_its_target() -> None:
    cache = AnswerCache(1_000_000)
    entry = _entry()

    await _made(cache, "/a", entry)

    assert cache.get("/a") is entry
    assert cache.get("/b") is None


async def test_a_threads_change_drops_its_answers_and_what_counts_many() -> None:
    cache = AnswerCache(1_000_000)
    for target, thread in (("/1", 1), ("/1?more", 1), ("/2", 2), ("/counts", ANY)):
        await _made(cache, target, _entry(thread=thread))

    cache.drop(1)

    assert [cache.get(target) is None for target in ("/1", "/1?more", "/2", "/counts")] == [
        True,
        True,
        False,
        True,
    ]


async def test_a_change_of_anything_drops_all() -> None:
    cache = AnswerCache(1_000_000)
    await _made(cache, "/1", _entry(thread=1))

    cache.drop(None)

    assert len(cache) == 0


async def test_many_who_ask_for_the_same_wait_for_one_answer() -> None:
    cache = AnswerCache(1_000_000)
    made = 0
    ready = asyncio.Event()

    async def make() -> Entry:
        nonlocal made
        made += 1
        await ready.wait()
        return _entry()

    asking = [asyncio.create_task(cache.make("/a", make)) for _ in range(10)]
    await asyncio.sleep(0)
    ready.set()
    await asyncio.gather(*asking)

    assert made == 1


@pytest.mark.parametrize(
    ("thread", "changed", "kept"),
    [(1, 1, False), (1, None, False), (1, 2, True), (ANY, 2, False)],
)
async def test_an_answer_that_was_overtaken_by_a_change_is_not_kept(
    thread: int | None, changed: int | None, kept: bool
) -> None:
    cache = AnswerCache(1_000_000)

    async def make() -> Entry:
        cache.drop(changed)
        return _entry(thread=thread)

    await cache.make("/a", make)

    assert (cache.get("/a") is not None) is kept


async def test_who_asks_after_a_change_does_not_get_what_was_begun_before_it() -> None:
    cache = AnswerCache(1_000_000)
    first_may_end, old, new = asyncio.Event(), _entry(b"old"), _entry(b"new")

    async def make_old() -> Entry:
        await first_may_end.wait()
        return old

    early = asyncio.create_task(cache.make("/a", make_old))
    await asyncio.sleep(0)
    cache.drop(1)
    late = await _made(cache, "/a", new)
    first_may_end.set()
    await early

    assert late is new
    assert cache.get("/a") is new


async def test_a_failure_reaches_all_who_wait_and_is_not_kept() -> None:
    cache = AnswerCache(1_000_000)

    async def fail() -> Entry:
        raise Unavailable

    outcomes = await asyncio.gather(
        *(cache.make("/a", fail) for _ in range(3)), return_exceptions=True
    )

    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
    assert cache.get("/a") is None


async def test_one_who_hangs_up_does_not_take_the_answer_from_the_others() -> None:
    cache = AnswerCache(1_000_000)
    ready, entry = asyncio.Event(), _entry()

    async def make() -> Entry:
        await ready.wait()
        return entry

    first = asyncio.create_task(cache.make("/a", make))
    second = asyncio.create_task(cache.make("/a", make))
    await asyncio.sleep(0)
    first.cancel()
    ready.set()

    assert await second is entry


async def test_the_least_recently_used_goes_first_when_memory_is_short() -> None:
    cache = AnswerCache(2 * _entry().size)
    await _made(cache, "/a", _entry(thread=1))
    await _made(cache, "/b", _entry(thread=2))
    cache.touch("/a")

    await _made(cache, "/c", _entry(thread=3))

    assert [cache.get(target) is None for target in ("/a", "/b", "/c")] == [False, True, False]


async def test_a_cache_of_no_size_keeps_nothing() -> None:
    cache = AnswerCache(0)

    await _made(cache, "/a", _entry())

    assert len(cache) == 0


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 3), st.booleans())))
def test_whatever_comes_and_goes_the_bounds_hold(acts: list[tuple[str, int, bool]]) -> None:
    cache = AnswerCache(3 * _entry().size)

    async def run() -> None:
        for target, thread, dropping in acts:
            if dropping:
                cache.drop(thread)
                assert all(cache.get(f"/{one}{thread}") is None for one in "abcdef")
            else:
                await _made(cache, f"/{target}{thread}", _entry(thread=thread))
            assert len(cache) <= 3

    asyncio.run(run())
