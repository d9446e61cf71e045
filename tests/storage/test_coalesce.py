"""Questions of one moment, asked of the database as one."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from service import patience
from service.domain.errors import Unavailable
from service.storage.coalesce import MOST_AT_ONCE, Coalesced


async def test_questions_of_one_moment_are_asked_as_one() -> None:
    asked: list[Sequence[int]] = []

    async def ask(keys: Sequence[int]) -> Mapping[int, str]:
        asked.append(keys)
        return {key: str(key) for key in keys if key != 3}

    questions = Coalesced(ask, missing="none")

    answers = await asyncio.gather(*(questions.get(key) for key in (1, 2, 2, 3)))

    assert answers == ["1", "2", "2", "none"]
    assert asked == [[1, 2, 3]]


async def test_a_question_never_joins_a_query_that_was_asked_before_it() -> None:
    asked: list[Sequence[int]] = []
    running = asyncio.Event()
    go_on = asyncio.Event()

    async def ask(keys: Sequence[int]) -> Mapping[int, int]:
        asked.append(keys)
        running.set()
        await go_on.wait()
        return dict.fromkeys(keys, len(asked))

    questions = Coalesced(ask, missing=0)
    first = asyncio.create_task(questions.get(1))
    await running.wait()
    second = asyncio.create_task(questions.get(1))
    await asyncio.sleep(0)
    go_on.set()

    assert (await first, await second) == (1, 2)


async def test_more_questions_than_fit_are_asked_in_turn() -> None:
    sizes: list[int] = []

    async def ask(keys: Sequence[int]) -> Mapping[int, int]:
        sizes.append(len(keys))
        return {key: key for key in keys}

    questions = Coalesced(ask, missing=-1)

    answers = await asyncio.gather(*(questions.get(key) for key in range(MOST_AT_ONCE + 3)))

    assert answers == list(range(MOST_AT_ONCE + 3))
    assert sizes == [MOST_AT_ONCE, 3]


async def test_all_who_asked_hear_of_a_failure_and_later_ones_do_not() -> None:
    failing = [True]

    async def ask(keys: Sequence[int]) -> Mapping[int, int]:
        if failing.pop():
            failing.append(False)
            raise Unavailable
        return {key: key for key in keys}

    questions = Coalesced(ask, missing=0)

    failed = await asyncio.gather(questions.get(1), questions.get(2), return_exceptions=True)

    assert [type(one) for one in failed] == [Unavailable, Unavailable]
    assert await questions.get(1) == 1


async def test_who_comes_while_a_query_hangs_waits_only_so_long_for_that_and_his_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.01)
    asked: list[Sequence[int]] = []
    running, go_on = asyncio.Event(), asyncio.Event()

    async def ask(keys: Sequence[int]) -> Mapping[int, int]:
        asked.append(keys)
        running.set()
        await go_on.wait()
        return {key: key for key in keys}

    questions = Coalesced(ask, missing=0)
    first = asyncio.create_task(questions.get(1))
    await running.wait()

    with pytest.raises(Unavailable):
        await questions.get(2)
    with pytest.raises(Unavailable):
        await first

    assert asked == [[1]]
    go_on.set()
    assert await questions.get(3) == 3


async def test_one_who_stops_waiting_takes_nobodys_answer() -> None:
    async def ask(keys: Sequence[int]) -> Mapping[int, int]:
        return {key: key for key in keys}

    questions = Coalesced(ask, missing=0)
    first, second = (asyncio.create_task(questions.get(1)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()

    assert await second == 1
