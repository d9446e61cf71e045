"""Deciding on many comments at once: each one logged, all of it undoable, nothing done twice."""

from typing import Any

import pytest

from service.domain.comment import Comment, Status
from service.domain.decision import Action, ActorKind, Decision
from service.domain.errors import NotFound, Unavailable
from service.domain.job import Job, JobState
from service.domain.moderator import ApiToken
from service.domain.ports import QueueFilter
from service.domain.site import Site
from service.usecases import run_bulk
from service.usecases.decide import ruling
from service.usecases.edit_comment import edit_comment
from service.usecases.post_comment import Posted
from service.usecases.preview_bulk import preview_bulk
from service.usecases.start_bulk import BulkOrder, start_bulk, undo_bulk
from service.usecases.undo_decision import undo_decision
from service.usecases.verify_log import LogReport, verify_log
from tests.usecases.acting import Desk

SPAM = "Verdien elke week honderden euro met dit trucje, kijk maar gauw op https://{}.example"


async def flood(desk: Desk, count: int = 5) -> list[Posted]:
    return [await desk.post(SPAM.format(n)) for n in range(count)]


async def started(
    desk: Desk, site: Site, token: ApiToken, action: Action = Action.SPAM, **wanted: object
) -> Job:
    seen_at = int(str(wanted.pop("seen_at", desk.clock())))
    order = BulkOrder(site, QueueFilter(**wanted), action, seen_at, "reclame", "Vloed")  # type: ignore[arg-type]
    return await start_bulk(
        order, runner="command", token=token, storage=desk.storage, clock=desk.clock
    )


async def run(desk: Desk, job: Job) -> Job:
    return await run_bulk.run_bulk(job, storage=desk.storage, clock=desk.clock)


async def undo(desk: Desk, job: Job, token: ApiToken) -> Job:
    undoing = await undo_bulk(
        job.public_id, runner="command", token=token, storage=desk.storage, clock=desk.clock
    )
    return await run(desk, undoing)


async def standing(desk: Desk, posted: list[Posted]) -> list[Status]:
    return [(await desk.comment(each.comment.public_id)).status for each in posted]


def count(job: Job) -> tuple[int, int]:
    return job.position["decided"], job.position["skipped"]


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


async def test_what_somebody_decided_since_is_not_undone(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    spam = await flood(desk, 3)
    done = await run(desk, await started(desk, blog, anna))
    await desk.decide(spam[1].comment.public_id, Action.RESTORE, anna)
    decision = (await desk.history(spam[2].comment.public_id))[-1]
    await undo_decision(decision.public_id, token=anna, storage=desk.storage, clock=desk.clock)

    undone = await undo(desk, done, anna)

    assert count(undone) == (1, 2)
    assert await standing(desk, spam) == [Status.PENDING] * 3


async def test_what_came_in_after_the_look_is_left_alone(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    seen = await flood(desk, 2)
    edited = await desk.post("Een gewone reactie")
    looked_at = desk.clock()
    later = await desk.post(SPAM.format("later"))
    await edit_comment(
        edited.comment.public_id,
        edited.token,
        SPAM.format("edit"),
        storage=desk.storage,
        clock=desk.clock,
        rule_book=desk.rule_book,
    )

    done = await run(desk, await started(desk, blog, anna, Action.APPROVE, seen_at=looked_at))

    assert done.total == 2
    assert await standing(desk, seen) == [Status.APPROVED] * 2
    assert await standing(desk, [later, edited]) == [Status.PENDING] * 2


@pytest.mark.parametrize("meanwhile", ["edit", "decide"])
async def test_what_changes_between_reading_and_deciding_is_left_alone(
    desk: Desk, blog: Site, anna: ApiToken, meanwhile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    [posted] = await flood(desk, 1)
    job = await started(desk, blog, anna, Action.APPROVE)
    read = desk.storage.comments.matching

    async def matching(wanted: QueueFilter, after: int, most: int) -> object:
        found = await read(wanted, after, most)
        if found and meanwhile == "edit":
            await edit_comment(
                posted.comment.public_id,
                posted.token,
                "Iets heel anders",
                storage=desk.storage,
                clock=desk.clock,
                rule_book=desk.rule_book,
            )
        elif found:
            await desk.decide(posted.comment.public_id, Action.REJECT, anna)
        return found

    monkeypatch.setattr(desk.storage.comments, "matching", matching)

    done = await run(desk, job)

    assert count(done) == (0, 1)
    [status] = await standing(desk, [posted])
    assert status is (Status.PENDING if meanwhile == "edit" else Status.REJECTED)


async def test_a_comment_that_is_gone_is_skipped(
    desk: Desk, blog: Site, anna: ApiToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def matching(_wanted: QueueFilter, after: int, _most: int) -> list[tuple[int, str]]:
        return [] if after else [(7, "0" * 32)]

    job = await started(desk, blog, anna)
    monkeypatch.setattr(desk.storage.comments, "matching", matching)

    assert count(await run(desk, job)) == (0, 1)


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

    seen = await preview_bulk(blog, QueueFilter(), storage=desk.storage, clock=desk.clock)

    assert seen.count == 7
    first = [each.comment.public_id for each in seen.first]
    assert first == [each.comment.public_id for each in spam[:5]]
