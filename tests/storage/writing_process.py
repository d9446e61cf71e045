"""Writes comments until it is killed, and says which are stored: `writing_process FILE PAGE`."""

import asyncio
import sys

from service.domain.clock import utc_ms
from service.domain.ports import NewComment
from service.storage import SqlStorage, open_storage
from tests.storage.making import Maker, TickingClock

WRITERS = 8


async def main(database: str, page: str, most: int) -> None:
    clock = TickingClock(utc_ms())
    async with open_storage(database, clock=clock) as storage:
        make = Maker(storage, clock, await storage.sites.by_slug("blog"))
        await asyncio.gather(*(write(storage, make, page, most) for _ in range(WRITERS)))


async def write(storage: SqlStorage, make: Maker, page: str, most: int) -> None:
    for _ in range(most):
        new: NewComment = make.new(page)
        await storage.accept(new)
        print(new.public_id, flush=True)  # noqa: T201 -- its parent reads it


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
