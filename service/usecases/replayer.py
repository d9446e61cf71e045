"""Works off the replays that were asked of the server, one at a time, in the background."""

import asyncio
from collections.abc import Callable

from service.domain.errors import Conflict, ReactieError
from service.domain.job import Job
from service.domain.ports import Clock, Storage
from service.usecases.run_replay import run_replay
from service.usecases.start_replay import KIND

RUNNER = "server"
AGAIN_SECONDS = 60.0
"""How long after a failure a replay is tried again."""

Told = Callable[[str, Job], None]
"""Hears what happened to which replay: `done`, `failed` (for good), or `interrupted`."""


class Replayer:
    """Runs replays in the order in which they were asked for. One that is interrupted, say by a
    database that is away, is told and left where it is, and goes on a minute later."""

    def __init__(self, storage: Storage, clock: Clock, told: Told) -> None:
        self._storage = storage
        self._clock = clock
        self._told = told
        self._due: asyncio.Queue[Job] = asyncio.Queue()

    def add(self, job: Job) -> None:
        """Takes on a replay."""
        self._due.put_nowait(job)

    async def run(self) -> None:
        """Goes on with what was left unfinished, then with what is added. Never returns."""
        for job in await self._storage.jobs.running(KIND):
            if job.parameters["runner"] == RUNNER:
                self.add(job)
        while True:
            job = await self._due.get()
            try:
                newest = await self._storage.jobs.by_public_id(job.public_id) or job
                done = await run_replay(newest, storage=self._storage, clock=self._clock)
            except Conflict:
                continue  # another server works on it, or did
            except ReactieError:
                self._told("interrupted", job)
                asyncio.get_running_loop().call_later(AGAIN_SECONDS, self.add, job)
            else:
                self._told(done.state.value, done)
