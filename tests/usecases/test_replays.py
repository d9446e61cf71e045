"""Replays: resumable, never counted twice, worked off by the server in the background."""

import asyncio
import gc
from dataclasses import replace

import pytest

from service.domain.decision import Action
from service.domain.errors import Conflict, Invalid, Unavailable
from service.domain.job import Job, JobState
from service.domain.judged_text import JudgedText
from service.domain.moderator import ApiToken
from service.domain.site import Site
from service.rules.replay import Tally
from service.usecases import job_worker, run_replay
from service.usecases.job_worker import RUNNER, JobWorker, Run
from tests.usecases.acting import Desk
from tests.usecases.rule_acts import DEFAULT, run, started


async def test_a_replay_counts_what_would_be_held(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    for text in ("Kip", "Vis", "Kip met friet"):
        await desk.post(text, site="open")

    tally = await run(desk, await started(desk, open_site, anna))

    assert tally.changes == {"publish>hold": 2, "publish>publish": 1}


async def test_a_replay_of_what_judged_changes_nothing_whatever_was_decided_since(
    desk: Desk, open_site: Site, blog: Site, anna: ApiToken
) -> None:
    for n in range(12):
        posted = await desk.post(
            f"Check out my blog {n % 3} http://a.nl", device=f"device-{n % 2}" * 3
        )
        if n % 4:
            action = Action.APPROVE if n % 3 else Action.SPAM
            await desk.decide(posted.comment.public_id, action, anna)

    tally = await run(desk, await started(desk, blog, anna, DEFAULT))

    assert tally.summary()["unchanged"] == tally.texts == 12


async def test_a_replay_goes_on_from_where_it_was_stopped(
    desk: Desk, open_site: Site, anna: ApiToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_replay, "PAGE", 1)
    for n in range(7):
        await desk.post(f"Kip {n}", site="open")
    job = await started(desk, open_site, anna)
    steps: list[Job] = []

    def stop(now: Job) -> None:
        steps.append(now)
        if len(steps) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await run_replay.run_replay(job, storage=desk.storage, clock=desk.clock, told=stop)
    stopped = await desk.storage.jobs.by_public_id(job.public_id)
    assert stopped is not None
    assert (stopped.state, stopped.done) == (JobState.RUNNING, 4)
    tally = await run(desk, stopped)

    assert tally.changes == {"publish>hold": 7}


async def test_two_runs_of_one_replay_do_not_count_twice(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    await desk.post("Kip", site="open")
    job = await started(desk, open_site, anna)
    await run(desk, job)

    with pytest.raises(Conflict, match="job_moved"):
        await run_replay.run_replay(job, storage=desk.storage, clock=desk.clock)


async def test_a_replay_can_be_cut_to_a_window(desk: Desk, open_site: Site, anna: ApiToken) -> None:
    await desk.post("Kip", site="open")
    since = desk.clock()
    await desk.post("Nog een kip", site="open")

    tally = await run(desk, await started(desk, open_site, anna, since=since))

    assert tally.texts == 1


class Told:
    """Hears what became of replays, and lets a test wait for it."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.event = asyncio.Event()

    def __call__(self, what: str, job: Job) -> None:
        self.heard.append((what, job.public_id))
        self.event.set()


def replayer(desk: Desk, told: Told, runs: Run | None = None) -> JobWorker:
    async def run_it(job: Job) -> Job:
        return await run_replay.run_replay(job, storage=desk.storage, clock=desk.clock)

    return JobWorker("replay", runs or run_it, desk.storage, told)


async def run_until_told(worker: JobWorker, told: Told, times: int = 1) -> None:
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(60):
        while len(told.heard) < times:
            told.event.clear()
            await told.event.wait()
    running.cancel()


async def test_a_server_goes_on_with_its_replays_at_its_start(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    await desk.post("Kip", site="open")
    await started(desk, open_site, anna)
    left = await started(desk, open_site, anna, runner=RUNNER)
    told = Told()

    await run_until_told(replayer(desk, told), told)

    assert told.heard == [("done", left.public_id)]


async def test_a_server_leaves_a_replay_that_another_one_works_on(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    await desk.post("Kip", site="open")
    theirs = await started(desk, open_site, anna)
    await run(desk, theirs)
    ours = await started(desk, open_site, anna)
    told = Told()
    worker = replayer(desk, told)
    worker.add(theirs)
    worker.add(ours)

    await run_until_told(worker, told)

    assert told.heard == [("done", ours.public_id)]


async def test_a_replay_that_is_interrupted_is_told_and_left_for_later(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    async def fails(_job: Job) -> Job:
        raise Unavailable

    job = await started(desk, open_site, anna)
    told = Told()
    worker = replayer(desk, told, fails)
    worker.add(job)

    await run_until_told(worker, told)

    assert told.heard == [("interrupted", job.public_id)]
    assert await desk.storage.jobs.running("replay") == [job]


async def test_a_replay_that_was_interrupted_goes_on_by_itself(
    desk: Desk, open_site: Site, anna: ApiToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.post("Kip", site="open")
    job = await started(desk, open_site, anna)
    monkeypatch.setattr(job_worker, "RETRY_SECONDS", 0)
    told = Told()

    async def fails_once(left: Job) -> Job:
        if not told.heard:
            raise Unavailable
        return await run_replay.run_replay(left, storage=desk.storage, clock=desk.clock)

    worker = replayer(desk, told, fails_once)
    worker.add(job)

    await run_until_told(worker, told, times=2)

    assert told.heard == [("interrupted", job.public_id), ("done", job.public_id)]


async def test_a_replay_whose_rules_are_not_known_any_more_fails_for_good(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    job = await started(desk, open_site, anna)
    old = replace(
        job, public_id="f" * 32, parameters={**job.parameters, "content": {"rules": {"gone": {}}}}
    )
    await desk.storage.write(lambda tx: tx.add_job(old))
    told = Told()
    worker = replayer(desk, told)
    worker.add(old)

    await run_until_told(worker, told)

    assert told.heard == [("failed", old.public_id)]
    assert await desk.storage.jobs.running("replay") == [job]


async def test_a_replay_keeps_no_page_that_it_has_judged(
    desk: Desk, open_site: Site, anna: ApiToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_replay, "PAGE", 1)
    for n in range(16):
        await desk.post(f"Kip {n}", site="open")
    job = await started(desk, open_site, anna)
    alive: list[int] = []

    def count(_now: Job) -> None:
        alive.append(sum(isinstance(each, JudgedText) for each in gc.get_objects()))

    await run_replay.run_replay(job, storage=desk.storage, clock=desk.clock, told=count)

    assert len(alive) == 8
    assert alive[-1] <= alive[1]


@pytest.mark.parametrize("until", [0, 5])
async def test_a_window_that_ends_before_it_begins_is_refused(
    desk: Desk, open_site: Site, anna: ApiToken, until: int
) -> None:
    with pytest.raises(Invalid, match="empty_window"):
        await started(desk, open_site, anna, since=5, until=until)


async def test_a_job_without_texts_is_done_at_once(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    tally = await run(desk, replace(await started(desk, open_site, anna)))

    assert tally == Tally()
