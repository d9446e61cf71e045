"""Take the decisions of a bulk job, or take them back, from wherever it was left."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from service.domain.comment import Comment
from service.domain.decision import Action, Actor, ActorKind, Decision
from service.domain.errors import Conflict
from service.domain.job import Job, JobState
from service.domain.ports import Clock, Storage, Transaction
from service.domain.trust import credit_after
from service.usecases.decide import ruling
from service.usecases.start_bulk import wanted_of
from service.usecases.undo_decision import undoing

AT_ONCE = 50
"""Comments in one transaction: few enough that no visitor's post waits long for it."""

Told = Callable[[Job], None]
Made = Callable[[Comment, Sequence[Decision]], Decision]
"""The decision on a comment as it stands. Raises Conflict for one that is to be left alone."""
Target = tuple[int, str, Made]
"""The place to go on from, the comment, and what to decide."""


async def run_bulk(
    job: Job, *, storage: Storage, clock: Clock, told: Told = lambda _job: None
) -> Job:
    """The job at its end; `told` hears of every step. Decisions and the place that was reached are
    one transaction, so that a job that was stopped goes on without deciding twice.

    Raises Conflict `job_moved` when another process works on the same job, and Unavailable.
    """
    find = _decided if "undoes" in job.parameters else _matching
    while targets := await find(job, storage, clock):
        job = await _step(job, targets, storage, clock)
        told(job)
    return await _write(replace(job, state=JobState.DONE), job.done, (), storage, clock)


async def _matching(job: Job, storage: Storage, clock: Clock) -> Sequence[Target]:
    wanted, actor, asked = wanted_of(job), _actor(job), job.parameters

    def made(comment: Comment, history: Sequence[Decision]) -> Decision:
        if comment.status is not wanted.status or _came(comment) > (wanted.until or 0):
            raise Conflict("stale_version", "version", decision=history[-1])
        return ruling(
            comment,
            history,
            Action(asked["action"]),
            actor=actor,
            at=clock(),
            reason=asked["reason"],
            note=asked["note"],
            bulk=job.public_id,
        )

    found = await storage.comments.matching(wanted, job.position["after"], AT_ONCE)
    return [(id_, public_id, made) for id_, public_id in found]


async def _decided(job: Job, storage: Storage, clock: Clock) -> Sequence[Target]:
    actor = _actor(job)

    def undo(target: Decision) -> Made:
        return lambda comment, history: undoing(
            target, comment, history, actor=actor, at=clock(), bulk=job.public_id
        )

    bulk, after = job.parameters["undoes"], job.position["after"]
    found = await storage.decisions.of_bulk(bulk, after, AT_ONCE)
    return [(id_, decision.comment, undo(decision)) for id_, decision in found]


async def _step(job: Job, targets: Sequence[Target], storage: Storage, clock: Clock) -> Job:
    done = job.done + len(targets)
    return await _write(replace(job, done=done), job.done, targets, storage, clock)


async def _write(
    job: Job, done_before: int, targets: Sequence[Target], storage: Storage, clock: Clock
) -> Job:
    async def unit(tx: Transaction) -> Job:
        taken = sum([await _take(tx, public_id, made) for _, public_id, made in targets])
        position = job.position
        after = targets[-1][0] if targets else position["after"]
        moved = {
            "after": after,
            "decided": position["decided"] + taken,
            "skipped": position["skipped"] + len(targets) - taken,
        }
        kept = replace(job, position=moved, updated_at=clock())
        await tx.advance_job(kept, done_before)
        return kept

    return await storage.write(unit)


async def _take(tx: Transaction, public_id: str, made: Made) -> bool:
    comment = await tx.comment(public_id)
    if comment is None:
        return False
    history = await tx.decisions(public_id)
    try:
        decision = made(comment, history)
    except Conflict:
        return False
    await tx.decide(comment, decision, credit_after([*history, decision]))
    return True


def _came(comment: Comment) -> int:
    return comment.created_at if comment.edited_at is None else comment.edited_at


def _actor(job: Job) -> Actor:
    return Actor(ActorKind.MODERATOR, *job.parameters["actor"])
