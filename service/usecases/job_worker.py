"""Works off the long jobs of one kind that were asked of the server, one after the other."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from service.domain.errors import Conflict, ReactieError
from service.domain.job import Job
from service.domain.ports import Storage

RUNNER = "server"
"""Who works a job off that is not its command's."""

Run: TypeAlias = Callable[[Job], Awaitable[Job]]
"""Runs a job to its end, from wherever it was left. Raises Conflict `job_moved`."""
Told: TypeAlias = Callable[[str, Job], None]
"""Hears what happened (`done`, `failed`) to which job."""


class JobWorker:
    """Runs jobs in the order in which they were asked for. What fails is told and left where it
    is; the next start goes on with it."""

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
        for job in await self._storage.jobs.running(self._kind):
            if job.parameters["runner"] == RUNNER:
                self.add(job)
        while True:
            job = await self._due.get()
            try:
                done = await self._run(job)
            except Conflict:
                continue  # another server works on it
            except ReactieError:
                self._told("failed", job)
            else:
                self._told("done", done)
