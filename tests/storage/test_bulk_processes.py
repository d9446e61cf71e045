"""Bulk jobs that processes are killed over, or that several of them work on at once."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from service.domain.clock import utc_ms
from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.domain.decision import Action
from service.domain.job import Job, JobState
from service.domain.moderator import ApiToken, Role, Roles
from service.domain.site import Site
from service.storage import SqlStorage
from service.usecases import run_bulk
from service.usecases.start_bulk import BulkOrder, start_bulk, undo_bulk
from service.usecases.verify_log import verify_log
from tests.storage.making import Maker

ROOT = Path(__file__).parents[2]
COUNT = 60
ANNA = ApiToken("anna", "Anna", Roles(Role.MODERATOR), "", 0)


@pytest.fixture
async def job(storage: SqlStorage, make: Maker, site: Site) -> Job:
    """A job that is to mark COUNT waiting comments as spam."""
    for _ in range(COUNT):
        await make.comment(published=False, proof="p" * 64)
    order = BulkOrder(site, QueueFilter(), Action.SPAM)
    return await start_bulk(order, runner="server", token=ANNA, storage=storage, clock=utc_ms)


async def start(database: str, at_once: int = 2) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.storage.bulk_process",
        database,
        str(at_once),
        stdout=PIPE,
        cwd=ROOT,
    )


async def kill_in_the_middle(process: Process) -> int:
    """How far the process said it was."""
    assert process.stdout is not None
    said = [int(await process.stdout.readline()) for _ in range(5)]
    process.send_signal(signal.SIGKILL)
    await process.communicate()
    return said[-1]


async def end_of(storage: SqlStorage, job: Job) -> Job:
    stored = await storage.jobs.by_public_id(job.public_id)
    assert stored is not None
    return stored


async def decisions_on_each(storage: SqlStorage, site: Site, status: Status) -> list[int]:
    wanted = QueueFilter(site_ids=(site.id,), status=status)
    found = await storage.comments.matching(wanted, 0, 2 * COUNT)
    return [len(await storage.decisions.of_comment(public_id)) for _, public_id, _ in found]


async def rejected(storage: SqlStorage, site: Site) -> int:
    identity = await storage.identities.by_proof(site.id, "device", "p" * 64)
    assert identity is not None
    return identity.rejected


async def test_a_job_whose_process_was_killed_goes_on_and_decides_each_once(
    storage: SqlStorage, database: str, site: Site, job: Job
) -> None:
    far = await kill_in_the_middle(await start(database))
    left = await end_of(storage, job)

    done = await run_bulk.run_bulk(left, storage=storage, clock=utc_ms)

    assert far <= left.done < COUNT
    assert (done.state, done.position["decided"]) == (JobState.DONE, COUNT)
    assert await decisions_on_each(storage, site, Status.SPAM) == [2] * COUNT
    assert await rejected(storage, site) == COUNT
    assert (await verify_log(site, storage=storage)).problem is None


async def test_processes_that_work_on_one_job_decide_each_once(
    storage: SqlStorage, database: str, site: Site, job: Job
) -> None:
    processes = [await start(database) for _ in range(3)]

    for process in processes:
        await process.communicate()

    assert [process.returncode for process in processes] == [0] * 3
    done = await end_of(storage, job)
    assert (done.state, done.position["decided"]) == (JobState.DONE, COUNT)
    assert await decisions_on_each(storage, site, Status.SPAM) == [2] * COUNT
    assert await rejected(storage, site) == COUNT
    assert (await verify_log(site, storage=storage)).problem is None


async def test_an_undo_stops_the_process_that_decides_and_takes_all_of_it_back(
    storage: SqlStorage, database: str, site: Site, job: Job
) -> None:
    process = await start(database, at_once=1)
    assert process.stdout is not None
    await process.stdout.readline()

    undoing = await undo_bulk(
        job.public_id, runner="command", token=ANNA, storage=storage, clock=utc_ms
    )
    await process.communicate()
    undone = await run_bulk.run_bulk(undoing, storage=storage, clock=utc_ms)

    stopped = await end_of(storage, job)
    assert stopped.state in (JobState.STOPPED, JobState.DONE)
    assert undone.position["decided"] == stopped.position["decided"]
    assert await decisions_on_each(storage, site, Status.SPAM) == []
    assert len(await decisions_on_each(storage, site, Status.PENDING)) == COUNT
    assert await rejected(storage, site) == 0
    assert (await verify_log(site, storage=storage)).problem is None
