"""Deciding on many comments at once: each one logged, all of it undoable, nothing done twice."""

from typing import Any

import pytest

from service.domain.comment import Comment, Status
from service.domain.comment_ports import QueueFilter
from service.domain.decision import ActorKind, Decision
from service.domain.errors import Conflict, NotFound, Unavailable
from service.domain.job import Job, JobState
from service.domain.moderator import ApiToken
from service.domain.site import Site
from service.usecases import run_bulk
from service.usecases.decide import ruling
from service.usecases.preview_bulk import preview_bulk
from service.usecases.start_bulk import undo_bulk
from service.usecases.verify_log import LogReport, verify_log
from tests.usecases.acting import Desk
from tests.usecases.bulk_acts import count, flood, run, standing, started, undo


async def test_deciding_a_cluster_decides_all_of_it_and_nothing_else(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    spam = await flood(desk)
    other = await desk.post("Een heel gewone reactie")

    done = await run(desk, await started(desk, blog, anna, cluster=spam[0].comment.cluster))

    assert (done.state, done.done, count(done)) == (JobState.DONE, 5, (5, 0))
    assert await standing(desk, spam) == [Status.SPAM] * 5
    assert await standing(desk, [other]) == [Status.PENDING]


async def test_every_decision_is_in_the_log_with_who_and_why(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    spam = await flood(desk, 2)

    done = await run(desk, await started(desk, blog, anna))

    for each in spam:
        decision = (await desk.history(each.comment.public_id))[-1]
        assert (decision.actor.kind, decision.actor.name) == (ActorKind.MODERATOR, "Anna")
        assert (decision.reason, decision.note) == ("reclame", "Vloed")
        assert decision.bulk == done.public_id
    assert await verify_log(blog, storage=desk.storage) == LogReport("blog", 4)


async def test_one_undo_takes_it_all_back_and_can_be_undone_itself(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    spam = await flood(desk)
    done = await run(desk, await started(desk, blog, anna))

    undone = await undo(desk, done, anna)
    assert await standing(desk, spam) == [Status.PENDING] * 5
    again = await undo(desk, undone, anna)

    assert await standing(desk, spam) == [Status.SPAM] * 5
    assert count(undone) == count(again) == (5, 0)


async def test_a_job_that_was_stopped_goes_on_and_decides_nothing_twice(
    desk: Desk, blog: Site, anna: ApiToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_bulk, "AT_ONCE", 2)
    spam = await flood(desk)
    job = await started(desk, blog, anna)

    def stop(_job: Job) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await run_bulk.run_bulk(job, storage=desk.storage, clock=desk.clock, told=stop)
    [left] = await desk.storage.jobs.running("bulk")
    done = await run(desk, left)

    assert left.done == 2
    assert count(done) == (5, 0)
    for each in spam:
        assert len(await desk.history(each.comment.public_id)) == 2


async def test_undoing_a_job_that_runs_stops_it_and_takes_back_what_it_did(
    desk: Desk, blog: Site, anna: ApiToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_bulk, "AT_ONCE", 2)
    spam = await flood(desk)
    job = await started(desk, blog, anna)
    undoings: list[Job] = []
    read = desk.storage.comments.matching

    async def matching(wanted: QueueFilter, after: int, most: int) -> object:
        if after and not undoings:
            undoings.append(
                await undo_bulk(
                    job.public_id,
                    runner="command",
                    token=anna,
                    storage=desk.storage,
                    clock=desk.clock,
                )
            )
        return await read(wanted, after, most)

    monkeypatch.setattr(desk.storage.comments, "matching", matching)

    with pytest.raises(Conflict, match="job_moved"):
        await run(desk, job)
    undone = await run(desk, undoings[0])

    stopped = await desk.storage.jobs.by_public_id(job.public_id)
    assert stopped is not None
    assert (stopped.state, count(stopped)) == (JobState.STOPPED, (2, 0))
    assert (undone.total, count(undone)) == (2, (2, 0))
    assert await standing(desk, spam) == [Status.PENDING] * 5


async def test_a_failing_step_leaves_none_of_its_decisions(
    desk: Desk, blog: Site, anna: ApiToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    spam = await flood(desk, 2)
    job = await started(desk, blog, anna)
    second = spam[1].comment.public_id

    def fails_at_the_second(comment: Comment, *rest: Any, **more: Any) -> Decision:
        if comment.public_id == second:
            raise Unavailable
        return ruling(comment, *rest, **more)

    monkeypatch.setattr(run_bulk, "ruling", fails_at_the_second)

    with pytest.raises(Unavailable):
        await run(desk, job)

    assert await standing(desk, spam) == [Status.PENDING] * 2


async def test_undoing_what_is_no_bulk_job_of_ones_site_is_refused(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    job = await started(desk, blog, anna)
    stranger = await desk.token(site_slug="open")

    for public_id, token in (("0" * 32, anna), (job.public_id, stranger)):
        with pytest.raises(NotFound, match="unknown_bulk"):
            await undo_bulk(
                public_id, runner="command", token=token, storage=desk.storage, clock=desk.clock
            )


async def test_a_preview_counts_and_shows_the_first(desk: Desk, blog: Site) -> None:
    spam = await flood(desk, 7)

    seen = await preview_bulk(blog, QueueFilter(), storage=desk.storage)

    assert seen.count == 7
    first = [each.comment.public_id for each in seen.first]
    assert first == [each.comment.public_id for each in spam[:5]]
