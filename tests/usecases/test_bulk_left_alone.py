"""What a bulk decision leaves alone: what nobody saw, and what others decided meanwhile."""

import pytest

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.domain.decision import Action
from service.domain.moderator import ApiToken
from service.domain.site import Site
from service.usecases.edit_comment import edit_comment
from service.usecases.preview_bulk import preview_bulk
from service.usecases.undo_decision import undo_decision
from tests.usecases.acting import Desk
from tests.usecases.bulk_acts import SPAM, count, flood, run, standing, started, undo


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
    looked = await preview_bulk(blog, QueueFilter(), storage=desk.storage)
    later = await desk.post(SPAM.format("later"))
    await edit_comment(
        edited.comment.public_id,
        edited.token,
        SPAM.format("edit"),
        storage=desk.storage,
        clock=desk.clock,
        rule_book=desk.rule_book,
    )

    done = await run(desk, await started(desk, blog, anna, Action.APPROVE, seen=looked.seen))

    assert (looked.count, done.total) == (3, 2)
    assert await standing(desk, seen) == [Status.APPROVED] * 2
    assert await standing(desk, [later, edited]) == [Status.PENDING] * 2


async def test_what_was_stored_after_the_look_is_left_alone_however_early_it_was_posted(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    looked = await preview_bulk(blog, QueueFilter(), storage=desk.storage)
    desk.clock.pass_minutes(-1)
    posted = await desk.post(SPAM.format("slow"))

    await run(desk, await started(desk, blog, anna, Action.APPROVE, seen=looked.seen))

    assert await standing(desk, [posted]) == [Status.PENDING]


async def test_what_somebody_decided_after_the_look_is_left_alone(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    [turned_away, taken_back] = await flood(desk, 2)
    await desk.decide(taken_back.comment.public_id, Action.SPAM, anna)
    wanted = QueueFilter(status=Status.SPAM)
    looked = await preview_bulk(blog, wanted, storage=desk.storage)
    await desk.decide(turned_away.comment.public_id, Action.SPAM, anna)

    done = await run(
        desk,
        await started(desk, blog, anna, Action.RESTORE, seen=looked.seen, status=Status.SPAM),
    )

    assert (looked.count, done.total, count(done)) == (1, 1, (1, 0))
    assert await standing(desk, [turned_away, taken_back]) == [Status.SPAM, Status.PENDING]


async def test_nobody_can_have_seen_what_is_yet_to_come(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    await flood(desk, 1)
    job = await started(desk, blog, anna, seen=2**31 - 1)
    later = await desk.post(SPAM.format("later"))

    await run(desk, job)

    assert await standing(desk, [later]) == [Status.PENDING]


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
    async def matching(_wanted: QueueFilter, after: int, _most: int) -> list[tuple[int, str, int]]:
        return [] if after else [(7, "0" * 32, 1)]

    job = await started(desk, blog, anna)
    monkeypatch.setattr(desk.storage.comments, "matching", matching)

    assert count(await run(desk, job)) == (0, 1)


async def test_what_a_job_left_alone_is_no_part_of_its_undo(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    [posted, other] = await flood(desk, 2)
    await desk.decide(other.comment.public_id, Action.APPROVE, anna)
    waiting = await started(desk, blog, anna, Action.APPROVE, status=Status.APPROVED)
    done = await run(desk, waiting)

    undone = await undo(desk, done, anna)

    assert (done.done, count(done)) == (1, (0, 1))
    assert (undone.total, undone.done) == (0, 0)
    assert await standing(desk, [posted, other]) == [Status.PENDING, Status.APPROVED]
