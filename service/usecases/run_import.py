"""Make what an import planned, or take it back, from wherever it was left."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from service.domain.errors import NotFound
from service.domain.identity import new_public_id
from service.domain.import_problem import Problem
from service.domain.imported import Bench, Order, Planned
from service.domain.job import Job, JobState
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site import Site
from service.domain.site_event import SiteAct, SiteEvent
from service.usecases.preview_import import AT_ONCE, Counts, comments_of

LONG_MS, FEWEST = 500, 100
"""A batch that took longer is followed by one of half as many: others wait for the database."""
MOST_OF_A_REASON = 1_000
"""Rows of one reason that are kept; all of them are counted."""

Told = Callable[[Job], None]


async def run_import(
    job: Job,
    bench: Bench,
    *,
    storage: Storage,
    clock: Clock,
    at_once: int = AT_ONCE,
    told: Told = lambda _job: None,
) -> Job:
    """The job at its end. `bench` holds the same plan as when it started, linked. Each batch, of
    at most `at_once` and of fewer where that takes long, is one transaction with the place that was
    reached, so that a job that was cut off goes on without making anything twice; nobody is
    notified of anything.

    Raises Conflict `job_moved` when another process works on the same job, or it was stopped by
    its undo; NotFound `unknown_site`, and Unavailable.
    """
    site = await _site(job, storage)
    some = min(at_once, AT_ONCE)
    while job.done < job.total:
        planned = await asyncio.to_thread(bench.planned, job.done, some)
        began = clock()
        job = await _make(job, site, planned, storage, clock)
        told(job)
        some = min(at_once, some * 2) if clock() - began < LONG_MS else max(some // 2, FEWEST)
    job = await _keep_report(job, bench, storage)

    async def end(tx: Transaction) -> Job:
        joined = await tx.imports.join_orphans(site.id, job.public_id)
        position = {**job.position, "joined": joined}
        ended = replace(job, state=JobState.DONE, position=position, updated_at=clock())
        await tx.advance_job(ended, job.done)
        made = job.position["counts"]["created"]
        await tx.log_site_event(_event(job, SiteAct.IMPORTED, clock(), n=made))
        return ended

    return await storage.write(end)


async def run_undo(
    job: Job, *, storage: Storage, clock: Clock, told: Told = lambda _job: None
) -> Job:
    """The job at its end: the import's comments are blank and deleted where nobody touched or
    answered them, and can be imported again. Raises as `run_import` does."""
    run = job.parameters["undoes"]
    while True:
        before, found = await storage.write(_taking_back(job, run, clock))
        if not found:
            return before
        job = before
        told(job)


def _taking_back(
    job: Job, run: str, clock: Clock
) -> Callable[[Transaction], Awaitable[tuple[Job, int]]]:
    async def unit(tx: Transaction) -> tuple[Job, int]:
        at, position = clock(), job.position
        undone, left, last = await tx.imports.take_back(
            job.site_id, run, position["after"], AT_ONCE, at
        )
        moved = {
            "after": max(last, position["after"]),
            "undone": position["undone"] + undone,
            "left": position["left"] + left,
        }
        state = JobState.RUNNING if last else JobState.DONE
        kept = replace(
            job, done=job.done + undone + left, position=moved, state=state, updated_at=at
        )
        await tx.advance_job(kept, job.done)
        if not last:
            await tx.log_site_event(_event(job, SiteAct.IMPORT_UNDONE, at, n=moved["undone"]))
        return kept, last

    return unit


async def _make(
    job: Job, site: Site, planned: Sequence[Planned], storage: Storage, clock: Clock
) -> Job:
    comments = comments_of(planned)

    async def unit(tx: Transaction) -> Job:
        known = await tx.imports.known(site.id, [each.outline for each in comments], job.public_id)
        counts = Counts()
        for each in comments:
            counts.add(each.outline, known.get(each.record.external))
        at = clock()
        teaches = bool(job.parameters["teaches"])
        order = Order(job.public_id, job.done, at, teaches=teaches)
        await tx.imports.add(site, order, planned, known)
        position = {**job.position, "counts": _sum(job.position["counts"], counts.values())}
        kept = replace(job, done=job.done + len(planned), position=position, updated_at=at)
        await tx.advance_job(kept, job.done)
        return kept

    return await storage.write(unit)


async def _keep_report(job: Job, bench: Bench, storage: Storage) -> Job:
    """Keeps the rows of the report, the first of each reason."""
    kept: Counter[str] = Counter()
    after = 0
    while rows := await asyncio.to_thread(bench.problems, after, AT_ONCE):
        after = rows[-1][0]
        some = [row for row in rows if _is_kept(row[1], kept) and row[0] > job.position["problems"]]
        if some:
            job = await storage.write(_adding(job, some))
    return job


def _adding(
    job: Job, some: Sequence[tuple[int, Problem]]
) -> Callable[[Transaction], Awaitable[Job]]:
    async def unit(tx: Transaction) -> Job:
        moved = replace(job, position={**job.position, "problems": some[-1][0]})
        await tx.imports.add_problems(job.public_id, some)
        await tx.advance_job(moved, job.done)
        return moved

    return unit


def _is_kept(problem: Problem, kept: Counter[str]) -> bool:
    kept[problem.reason.value] += 1
    return kept[problem.reason.value] <= MOST_OF_A_REASON


async def _site(job: Job, storage: Storage) -> Site:
    site = await storage.sites.by_id(job.site_id)
    if site is None:
        raise NotFound("unknown_site", "site")
    return site


def _sum(before: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return {name: before.get(name, 0) + count for name, count in more.items()}


def _event(job: Job, act: SiteAct, at: int, **details: Any) -> SiteEvent:
    by_id, by_name = job.parameters["by"]
    return SiteEvent(
        public_id=new_public_id(),
        site_id=job.site_id,
        at=at,
        act=act,
        actor_id=by_id,
        actor_name=by_name,
        about_id=job.parameters.get("undoes", job.public_id),
        about_name=job.parameters["file"],
        details=details,
    )
