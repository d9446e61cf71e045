"""Turns of the event loop: one piece of work in each, and room for others between them."""

import asyncio
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from service.pace import Pace


async def _count_turns(passed: list[int]) -> None:
    while True:
        await asyncio.sleep(0)
        passed[0] += 1


async def test_who_comes_alone_waits_for_nothing() -> None:
    passed = [0]
    counting = asyncio.create_task(_count_turns(passed))

    await Pace().turn()

    counting.cancel()
    assert passed == [0]


async def test_of_many_one_comes_in_every_other_turn_of_the_loop_in_the_order_they_asked() -> None:
    pace, passed = Pace(), [0]
    came: list[tuple[int, int]] = []

    async def come(number: int) -> None:
        await pace.turn()
        came.append((number, passed[0]))

    counting = asyncio.create_task(_count_turns(passed))
    await asyncio.gather(*(come(number) for number in range(6)))
    counting.cancel()

    assert [number for number, _ in came] == list(range(6))
    turns = [turn for _, turn in came]
    assert all(later - turn >= 2 for turn, later in pairwise(turns[1:]))


async def test_one_who_gave_up_takes_nobodys_turn() -> None:
    pace = Pace()
    asking = [asyncio.create_task(pace.turn()) for _ in range(4)]
    await asyncio.sleep(0)
    asking[1].cancel()
    asking[2].cancel()

    done = await asyncio.gather(*asking, return_exceptions=True)

    assert [type(one) for one in done] == [
        type(None),
        asyncio.CancelledError,
        asyncio.CancelledError,
        type(None),
    ]


@given(st.lists(st.integers(0, 5), max_size=12))
def test_whoever_asks_and_whenever_everyone_has_a_turn(pauses: list[int]) -> None:
    async def come(pace: Pace, pause: int) -> int:
        for _ in range(pause):
            await asyncio.sleep(0)
        await pace.turn()
        return pause

    async def all_come() -> list[int]:
        pace = Pace()
        first = await asyncio.gather(*(come(pace, pause) for pause in pauses))
        return [*first, *await asyncio.gather(*(come(pace, pause) for pause in pauses))]

    assert asyncio.run(all_come()) == pauses * 2
