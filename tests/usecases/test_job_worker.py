"""Jobs of the server: what is in their way holds them up, and loses none."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.domain.decision import Action
from service.domain.errors import Unavailable
from service.domain.job import Job, JobState
from service.domain.moderator import ApiToken
from service.domain.site import Site
from service.usecases import job_worker, run_bulk
from service.usecases.job_worker import RUNNER, JobWorker
from service.usecases.start_bulk import BulkOrder, start_bulk, undo_bulk
from tests.usecases.acting import Desk
from tests.usecases.bulk_acts import flood, standing

Run = Callable[[Job], Awaitable[Job]]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_worker, "RETRY_SECONDS", 0)


async def asked(desk: Desk, site: Site, token: ApiToken) -> Job:
    order = BulkOrder(site, QueueFilter(), Action.SPAM)
    return await start_bulk(
        order, runner=RUNNER, token=token, storage=desk.storage, clock=desk.clock
    )


def running(desk: Desk) -> Run:
    async def run(job: Job) -> Job:
        return await run_bulk.run_bulk(job, storage=desk.storage, clock=desk.clock)

    return run


def failing_first(run: Run, error: Exception) -> Run:
    """Fails once, then runs."""
    failures = [error]

    async def fails(job: Job) -> Job:
        if failures:
            raise failures.pop()
        return await run(job)

    return fails


async def heard(desk: Desk, run: Run, count: int) -> list[tuple[str, str]]:
    """The first so many things that a worker tells."""
    told: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
    worker = JobWorker(
        "bulk", run, desk.storage, lambda what, job: told.put_nowait((what, job.public_id))
    )
    working = asyncio.create_task(worker.run())
    async with asyncio.timeout(60):
        said = [await told.get() for _ in range(count)]
    working.cancel()
    return said


async def test_a_job_that_the_database_was_away_for_goes_on_when_it_is_back(
    desk: Desk, blog: Site, anna: ApiToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_bulk, "AT_ONCE", 2)
    spam = await flood(desk, 5)
    job = await asked(desk, blog, anna)
    matching = desk.storage.comments.matching
    steps = iter([False, True])

    async def away_at_the_second_step(*wanted: Any) -> Any:
        if next(steps, False):
            raise Unavailable
        return await matching(*wanted)

    monkeypatch.setattr(desk.storage.comments, "matching", away_at_the_second_step)

    said = await heard(desk, running(desk), 2)

    assert said == [("interrupted", job.public_id), ("done", job.public_id)]
    assert await standing(desk, spam) == [Status.SPAM] * 5
    assert [len(await desk.history(one.comment.public_id)) for one in spam] == [2] * 5


async def test_a_job_that_was_stopped_while_the_database_was_away_is_left(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    spam = await flood(desk, 1)
    job = await asked(desk, blog, anna)
    run = running(desk)
    undoings: list[Job] = []

    async def stopped_meanwhile(wanted: Job) -> Job:
        if wanted.public_id != job.public_id:
            return await run(wanted)
        undoings.append(
            await undo_bulk(
                job.public_id, runner=RUNNER, token=anna, storage=desk.storage, clock=desk.clock
            )
        )
        raise Unavailable

    other = await asked(desk, blog, anna)
    said = await heard(desk, stopped_meanwhile, 2)

    assert said == [("interrupted", job.public_id), ("done", other.public_id)]
    stopped = await desk.storage.jobs.by_public_id(job.public_id)
    assert stopped is not None
    assert (stopped.state, len(undoings)) == (JobState.STOPPED, 1)
    assert await standing(desk, spam) == [Status.SPAM]


async def test_a_job_that_breaks_is_told_and_does_not_hold_up_the_next(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    broken, whole = [await asked(desk, blog, anna) for _ in range(2)]

    said = await heard(desk, failing_first(running(desk), RuntimeError()), 2)

    assert said == [("failed", broken.public_id), ("done", whole.public_id)]
    assert await desk.storage.jobs.running("bulk") == [broken]


async def test_a_start_while_the_database_is_away_waits_for_it(
    desk: Desk, blog: Site, anna: ApiToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await asked(desk, blog, anna)
    left = desk.storage.jobs.running
    away = iter([True, True])

    async def away_at_first(kind: str) -> Any:
        if next(away, False):
            raise Unavailable
        return await left(kind)

    monkeypatch.setattr(desk.storage.jobs, "running", away_at_first)

    assert await heard(desk, running(desk), 1) == [("done", job.public_id)]
