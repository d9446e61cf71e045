"""Works off what is asked about files that were sent in: on the server that has the file."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TypeAlias

from service.domain.errors import Conflict, ReactieError, Unavailable
from service.domain.job import IMPORT, LOOK, Job, JobState
from service.domain.ports import Clock, Storage, Transaction
from service.domain.upload import MENDABLE, READING, READY, RUNNER, Uploads

LOOK_SECONDS = 2.0
"""Between two looks for what was asked of another server about a file that is here."""
IDLE_SECONDS = 60.0
"""The same while there is no file: then only the folder is looked at, not the database."""
KEPT_MS = 24 * 60 * 60 * 1000
"""So long a file waits for somebody to say yes."""

Run: TypeAlias = Callable[[Job], Awaitable[Job]]
"""Runs a job to its end, or to where it waits for somebody."""
Told: TypeAlias = Callable[[str, Job], None]


class UploadWorker:
    """Runs the looks or the imports, one after the other, in the order in which they were asked
    for. What fails is kept with why. A file that no job needs any more is removed: when its job
    is at its end, and what a server that was killed left, at the next start."""

    def __init__(
        self, kind: str, run: Run, uploads: Uploads, storage: Storage, clock: Clock, told: Told
    ) -> None:
        self._kind = kind
        self._run = run
        self._uploads = uploads
        self._storage = storage
        self._clock = clock
        self._told = told
        self._asked = asyncio.Event()

    def wake(self) -> None:
        """There is something to do."""
        self._asked.set()

    async def run(self) -> None:
        """Does what is to be done, now and from now on. Never returns."""
        looked_at_all = -IDLE_SECONDS
        while True:
            self._asked.clear()
            now = asyncio.get_running_loop().time()
            here: frozenset[str] = frozenset()
            with suppress(Unavailable, OSError):  # the next look comes anyway
                here = await self._uploads.here()
                due = await self._due(here)
                for job in due:
                    await self._work_off(job)
                if due or now - looked_at_all >= IDLE_SECONDS:
                    await self._clear_away()
                    looked_at_all = now
            with suppress(TimeoutError):
                seconds = LOOK_SECONDS if here else IDLE_SECONDS
                await asyncio.wait_for(self._asked.wait(), seconds)

    async def _due(self, here: frozenset[str]) -> Sequence[Job]:
        if not here:
            return ()
        running = await self._storage.jobs.running(self._kind)
        return [job for job in running if job.parameters.get("upload") in here and _is_due(job)]

    async def _work_off(self, job: Job) -> None:
        async with self._uploads.claimed(job.parameters["upload"]) as is_ours:
            # It may have been another server's until now, and done by it.
            now = await self._storage.jobs.by_public_id(job.public_id) if is_ours else None
            if now is None or not _is_due(now):
                return
            try:
                ended = await self._run(now)
            except Conflict:
                return  # it was stopped
            except Unavailable:
                self._told("interrupted", now)
                raise
            except ReactieError as error:
                await self._fail(now, error)
            except Exception:  # noqa: BLE001 -- it is told, and the next one is none the worse
                self._told("failed", now)
                await self._fail(now, ReactieError("internal"))
            else:
                self._told("done", ended)

    async def _fail(self, job: Job, error: ReactieError) -> None:
        """Keeps why, for whoever asked."""
        now = await self._storage.jobs.by_public_id(job.public_id) or job
        said = {"code": error.code, "field": error.field, "params": error.params}
        waits = now.kind == LOOK and error.code in MENDABLE
        failed = replace(
            now,
            state=JobState.RUNNING if waits else JobState.FAILED,
            position={**now.position, "stage": READY, "error": said},
            updated_at=self._clock(),
        )
        with suppress(Conflict):  # it was stopped meanwhile
            await self._storage.write(_advancing(failed))

    async def _clear_away(self) -> None:
        for name in await self._uploads.here():
            async with self._uploads.claimed(name) as is_ours:
                # Whoever receives one holds it until its job is there to be found.
                if is_ours and name not in await self._needed():
                    await self._uploads.remove(name)

    async def _needed(self) -> set[str]:
        """The files of jobs that run; looks that nobody came back to are left."""
        needed: set[str] = set()
        now = self._clock()
        for kind in (LOOK, IMPORT):
            for job in await self._storage.jobs.running(kind):
                is_left = kind == LOOK and now - job.updated_at > KEPT_MS
                if is_left and not _is_due(job):
                    await self._storage.write(_advancing(replace(job, state=JobState.STOPPED)))
                else:
                    needed.add(job.parameters.get("upload", ""))
        return needed


def _is_due(job: Job) -> bool:
    if job.state is not JobState.RUNNING:
        return False
    is_look = job.kind == LOOK
    return bool(job.position["stage"] == READING if is_look else job.parameters["runner"] == RUNNER)


def _advancing(job: Job) -> Callable[[Transaction], Awaitable[None]]:
    async def unit(tx: Transaction) -> None:
        await tx.advance_job(job, job.done)

    return unit
