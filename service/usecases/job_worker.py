"""Works off the long jobs of one kind that were asked of the server, one after the other."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeAlias, TypeVar

from service.domain.errors import Conflict, Unavailable
from service.domain.job import Job, JobState
from service.domain.ports import Storage

T = TypeVar("T")

RETRY_SECONDS = 5.0
RUNNER = "server"
"""Who works a job off that is not its command's."""

Run: TypeAlias = Callable[[Job], Awaitable[Job]]
"""Runs a job to its end, from wherever it was left. Raises Conflict `job_moved`."""
Told: TypeAlias = Callable[[str, Job], None]
"""Hears what happened to which job: `done`, `failed` for good, or `interrupted` for a while."""


class JobWorker:
    """Runs jobs in the order in which they were asked for. What cannot go on because the database
    is away is told, and goes on when it is back; what fails otherwise is told and left for the
    next start."""

    def __init__(self, kind: str, run: Run, storage: Storage, told: Told) -> None:
        self._kind = kind
        self._run = run
        self._storage = storage
        self._told = told
        self._due: asyncio.Queue[Job] = asyncio.Queue()

    def add(self, job: Job) -> None:
        """Takes on a job."""
        self._due.put_nowait(job)

    async def run(self) -> None:
        """Goes on with what was left unfinished, then with what is added. Never returns."""
        for left in await _patiently(partial(self._storage.jobs.running, self._kind)):
            if left.parameters["runner"] == RUNNER:
                self.add(left)
        while True:
            job: Job | None = await self._due.get()
            while job is not None and job.state is JobState.RUNNING:
                job = await self._work_off(job)

    async def _work_off(self, job: Job) -> Job | None:
        """The job as it is now, if it is to be tried again."""
        try:
            done = await self._run(job)
        except Conflict:
            return None  # it was stopped, or another server works on it
        except Unavailable:
            self._told("interrupted", job)
        except Exception:  # noqa: BLE001 -- it is told, and the next job is none the worse for it
            self._told("failed", job)
            return None
        else:
            self._told(done.state.value, done)
            return None
        await asyncio.sleep(RETRY_SECONDS)
        return await _patiently(partial(self._storage.jobs.by_public_id, job.public_id))


async def _patiently(read: Callable[[], Awaitable[T]]) -> T:
    """What the storage says, as soon as it can be asked."""
    while True:
        try:
            return await read()
        except Unavailable:
            await asyncio.sleep(RETRY_SECONDS)
