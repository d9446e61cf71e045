"""Decisions on many comments in one go: the same as one after the other."""

import pytest

from service.domain.comment import Comment, Status
from service.domain.decision import Action, Decision, Standing
from service.domain.errors import Conflict
from service.domain.job import Job, JobState
from service.domain.ports import Transaction
from service.storage import SqlStorage
from service.usecases.verify_log import verify_log
from tests.storage.making import Maker

Taken = tuple[Comment, Decision, int]
JAN, PIET = "j" * 64, "p" * 64


async def decide_all(storage: SqlStorage, taken: list[Taken]) -> None:
    async def unit(tx: Transaction) -> None:
        await tx.decide_all(taken)

    await storage.write(unit)


def approval(make: Maker, comment: Comment) -> Taken:
    return comment, make.decision(comment, Action.APPROVE, Standing(Status.APPROVED, 1)), 1


def spam(make: Maker, comment: Comment) -> Taken:
    return comment, make.decision(comment, Action.SPAM, Standing(Status.SPAM, None)), -1


async def test_many_decisions_are_each_as_one_alone(storage: SqlStorage, make: Maker) -> None:
    root = await make.comment(proof=JAN)
    reply = await make.comment(parent=root, proof=PIET)
    waiting = [await make.comment("/other", published=False, proof=JAN) for _ in range(3)]
    makes = [spam(make, reply), *(approval(make, each) for each in waiting[:2])]
    makes.append(spam(make, waiting[2]))

    await decide_all(storage, makes)

    for comment, decision, credit in makes:
        stored = await storage.comments.by_public_id(comment.public_id)
        assert stored is not None
        assert (stored.status, stored.published) == (
            decision.after.status,
            decision.after.published,
        )
        assert (stored.version, stored.credit) == (comment.version + 1, credit)
        [_, logged] = await storage.decisions.of_comment(comment.public_id)
        assert logged.public_id == decision.public_id
    assert await storage.comments.counts(root.site_id, ["/page", "/other"]) == {
        "/page": 1,
        "/other": 2,
    }
    for proof, counts in ((JAN, (2, 1)), (PIET, (0, 1))):
        identity = await storage.identities.by_proof(root.site_id, "device", proof)
        assert identity is not None
        assert (identity.approved, identity.rejected) == counts
    site = await storage.sites.by_id(root.site_id)
    assert site is not None
    assert (await verify_log(site, storage=storage)).problem is None


async def test_one_old_version_among_many_leaves_nothing(storage: SqlStorage, make: Maker) -> None:
    first, second = [await make.comment(published=False) for _ in range(2)]
    await make.approve(second)

    with pytest.raises(Conflict, match="stale_version"):
        await decide_all(storage, [spam(make, first), spam(make, second)])

    assert len(await storage.decisions.of_comment(first.public_id)) == 1
    stored = await storage.comments.by_public_id(first.public_id)
    assert stored is not None
    assert stored.status is Status.PENDING


async def test_no_decision_at_all_is_none(storage: SqlStorage, make: Maker) -> None:
    comment = await make.comment()

    await decide_all(storage, [])

    assert (await storage.decisions.head(comment.site_id))[0] == 1


async def test_a_transaction_sees_comments_of_the_site_with_their_decisions(
    storage: SqlStorage, make: Maker
) -> None:
    elsewhere = await make.comment(site=await make.site("other"))
    first = await make.comment(published=False)
    second = await make.approve(await make.comment(published=False))
    wanted = [second.public_id, "nothing", elsewhere.public_id, first.public_id]

    async def unit(tx: Transaction) -> list[tuple[Comment, list[Decision]]]:
        return [(one, list(past)) for one, past in await tx.comments(first.site_id, wanted)]

    seen = await storage.write(unit)

    assert seen == [
        (one, list(await storage.decisions.of_comment(one.public_id))) for one in (first, second)
    ]


async def test_a_stopped_job_goes_no_further(storage: SqlStorage, make: Maker) -> None:
    comment = await make.comment()
    job = Job(
        "job", comment.site_id, "bulk", JobState.RUNNING, 0, 9, {}, {}, "Anna", make.clock(), 0
    )

    async def stop(tx: Transaction) -> None:
        await tx.add_job(job)
        await tx.stop_job("job")

    async def go_on(tx: Transaction) -> None:
        await tx.advance_job(job, 0)

    await storage.write(stop)

    with pytest.raises(Conflict, match="job_moved"):
        await storage.write(go_on)
    stored = await storage.jobs.by_public_id("job")
    assert stored is not None
    assert stored.state is JobState.STOPPED
