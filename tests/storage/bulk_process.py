"""Works off the bulk jobs of a database until none is left: `bulk_process DATABASE`.

Says one line a step, so that its parent can end it in the middle.
"""

import asyncio
import sys

from service.domain.clock import utc_ms
from service.domain.errors import Conflict
from service.domain.job import Job
from service.storage import open_storage
from service.usecases import run_bulk


def tell(job: Job) -> None:
    print(job.done, flush=True)  # noqa: T201 -- its parent reads it


async def main(database: str, at_once: int) -> None:
    run_bulk.AT_ONCE = at_once
    async with open_storage(database, clock=utc_ms) as storage:
        for job in await storage.jobs.running("bulk"):
            try:
                await run_bulk.run_bulk(job, storage=storage, clock=utc_ms, told=tell)
            except Conflict:
                print("another works on it", flush=True)  # noqa: T201 -- its parent reads it


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
