"""Read a file that was sent in: to report on it, or to make what it holds. Beside all else: it is
read in a thread and made in small batches, so that nobody's post waits long for it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from service.domain.errors import Conflict, NotFound, Unavailable
from service.domain.imported import HELD, Bench
from service.domain.job import Job
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site import Site
from service.domain.upload import READY, Pace, ReadAs, Uploads
from service.usecases.preview_import import preview_import
from service.usecases.run_import import run_import

AT_ONCE = 100
"""Comments in one transaction."""
LOOK_SECONDS = 0.5
"""Between two notes of how far reading is, and two looks whether it was stopped."""
SAMPLES = 5
PAGES = 100
HOSTS = 10


async def run_look(job: Job, uploads: Uploads, *, storage: Storage, clock: Clock) -> Job:
    """The look once it is ready: its position has the `report`, the `hosts` that pages elsewhere
    are at, the most frequent first, and the `total` that an import would make. Raises Conflict
    `job_moved` when it was ended meanwhile, Invalid for what cannot be read, and Unavailable."""
    async with _reading(job, uploads, storage, clock) as (site, bench, job_):
        report = await preview_import(bench, site, storage=storage)
        total = await asyncio.to_thread(bench.count)
    position = {
        **job_.position,
        "stage": READY,
        "records": report["records"],
        "total": total,
        "report": _short(report),
        "hosts": _hosts(site, report["pages"]["items"]),
    }
    return await _keep(replace(job_, position=position, updated_at=clock()), storage)


async def run_upload(job: Job, uploads: Uploads, *, storage: Storage, clock: Clock) -> Job:
    """The import at its end, from wherever it was left. Raises as `run_import` and `run_look`."""
    async with _reading(job, uploads, storage, clock) as (site, bench, job_):
        await preview_import(bench, site, storage=storage)
        total = await asyncio.to_thread(bench.count)
        # What is here already may have changed since the look.
        begun = job_ if job_.done else replace(job_, total=total)
        return await run_import(begun, bench, storage=storage, clock=clock, at_once=AT_ONCE)


@asynccontextmanager
async def _reading(
    job: Job, uploads: Uploads, storage: Storage, clock: Clock
) -> AsyncIterator[tuple[Site, Bench, Job]]:
    """The site, the bench with all that was read, and the job as it was noted last."""
    site = await storage.sites.by_id(job.site_id)
    if site is None:
        raise NotFound("unknown_site", "site")
    asked, pace = job.parameters, Pace()
    told = _Told(job, storage, clock)
    notes = asyncio.create_task(told.keep_noting(pace))
    reading = ReadAs.of(asked["reading"])
    try:
        opened = uploads.read(asked["upload"], asked["file"], site, reading, pace, clock())
        async with opened as bench:
            await _end(notes)
            yield site, bench, told.job
    finally:
        await _end(notes)


class _Told:
    """The job as it was noted last."""

    def __init__(self, job: Job, storage: Storage, clock: Clock) -> None:
        self.job = job
        self._storage = storage
        self._clock = clock

    async def keep_noting(self, pace: Pace) -> None:
        """Notes how far reading is, until the job was stopped, which stops the reading too."""
        while not pace.stopped:
            await asyncio.sleep(LOOK_SECONDS)
            so_far = {"read": pace.done, "size": pace.total, "records": pace.records}
            position = {**self.job.position, **so_far}
            noted = replace(self.job, position=position, updated_at=self._clock())
            try:
                self.job = await _keep(noted, self._storage)
            except Conflict:
                pace.stopped = True
            except Unavailable:
                continue


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _keep(job: Job, storage: Storage) -> Job:
    async def unit(tx: Transaction) -> Job:
        await tx.advance_job(job, job.done)
        return job

    return await storage.write(unit)


def _short(report: Mapping[str, Any]) -> dict[str, Any]:
    """The report with as much of its lists as somebody reads."""
    reasons = {
        reason: {**found, "samples": found["samples"][:SAMPLES]}
        for reason, found in report["reasons"].items()
    }
    pages = report["pages"]
    return {**report, "reasons": reasons, "pages": {**pages, "items": pages["items"][:PAGES]}}


def _hosts(site: Site, pages: Sequence[Mapping[str, Any]]) -> list[str]:
    held = [page["key"].removeprefix(HELD) for page in pages if page["state"] == "held"]
    found = Counter(key.partition("/")[0] for key in held if "/" in key)
    return [host for host, _ in found.most_common() if host and host not in site.hosts][:HOSTS]
