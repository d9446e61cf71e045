"""The indexer takes in what is new, and leaves the machine to others."""

import asyncio
from collections.abc import Sequence

from service.domain.errors import Unavailable
from service.usecases.index_comments import (
    AGAIN_SECONDS,
    BUSY_REST,
    LOOK_SECONDS,
    QUIET_REST,
    Indexer,
)


class Index:
    """An index with some batches to be taken in; None: the database is away."""

    def __init__(self, batches: Sequence[int | None], *, quiet: bool = True) -> None:
        self.batches = list(batches)
        self.quiet = quiet
        self.empty = asyncio.Event()

    def is_quiet(self) -> bool:
        return self.quiet

    async def take_in(self, most: int) -> int:
        if not self.batches:
            self.empty.set()
            return 0
        # Longer than a clock's smallest step.
        await asyncio.sleep(0.02)
        steps = self.batches.pop(0)
        if steps is None:
            raise Unavailable
        return steps

    async def rebuild(self) -> None:
        raise NotImplementedError


def indexer(index: Index, told: list[str] | None = None) -> Indexer:
    return Indexer(index, lambda: (told if told is not None else []).append("away"))


async def test_batch_after_batch_is_taken_in() -> None:
    index = Index([9, 9, 9])

    task = asyncio.create_task(indexer(index).run())

    await asyncio.wait_for(index.empty.wait(), 30)
    task.cancel()


async def test_when_nothing_is_new_it_looks_again_later() -> None:
    assert await indexer(Index([])).step() == LOOK_SECONDS


async def test_a_database_that_is_away_is_told_and_tried_again() -> None:
    told: list[str] = []

    rest = await indexer(Index([None]), told).step()

    assert (rest, told) == (AGAIN_SECONDS, ["away"])


async def test_while_others_write_it_rests_far_longer() -> None:
    quiet = await indexer(Index([9])).step()
    busy = await indexer(Index([9], quiet=False)).step()

    assert quiet >= 0.02 * QUIET_REST
    assert busy >= 0.02 * BUSY_REST
