"""Take the decisions of a bulk job, or take them back, from wherever it was left."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from service.domain.comment import Comment
from service.domain.decision import Action, Actor, ActorKind, Decision
from service.domain.errors import Conflict
from service.domain.job import Job, JobState
from service.domain.ports import Clock, Storage, Transaction
from service.domain.trust import credit_of
from service.usecases.decide import ruling
from service.usecases.start_bulk import wanted_of
from service.usecases.undo_decision import undoing

AT_ONCE = 100
"""Comments in one transaction: few enough that no visitor's post waits long for it."""

Told = Callable[[Job], None]
Made = Callable[[Comment, Sequence[Decision]], Decision]
"""The decision on a comment as it stands. Raises Conflict for one that is to be left alone."""


@dataclass(frozen=True, slots=True)
class _Target:
    """A comment, what to decide on it, and the place to go on from."""

    comment: str
    made: Made
    place: int


async def run_bulk(
    job: Job, *, storage: Storage, clock: Clock, told: Told = lambda _job: None
) -> Job:
    """The job at its end; `told` hears of every step. Decisions and the place that was reached are
    one transaction, so that a job that was stopped goes on without deciding twice.

    Raises Conflict `job_moved` when another process works on the same job, or it was stopped by
    its undo, and Unavailable.
    """
    find = _decided if "undoes" in job.parameters else _matching
    while targets := await find(job, storage, clock):
        job = await _step(job, targets, storage, clock)
        told(job)
    return await _write(replace(job, state=JobState.DONE), job.done, (), storage, clock)


async def _matching(job: Job, storage: Storage, clock: Clock) -> Sequence[_Target]:
    actor, asked = _actor(job), job.parameters

    def decide(version: int) -> Made:
        def made(comment: Comment, history: Sequence[Decision]) -> Decision:
            if comment.version != version:
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

        return made

    found = await storage.comments.matching(wanted_of(job), job.position["after"], AT_ONCE)
    return [_Target(public_id, decide(version), id_) for id_, public_id, version in found]


async def _decided(job: Job, storage: Storage, clock: Clock) -> Sequence[_Target]:
    actor = _actor(job)

    def undo(target: Decision) -> Made:
        return lambda comment, history: undoing(
            target, comment, history, actor=actor, at=clock(), bulk=job.public_id
        )

    bulk, after = job.parameters["undoes"], job.position["after"]
    found = await storage.decisions.of_bulk(bulk, after, AT_ONCE)
    return [_Target(decision.comment, undo(decision), id_) for id_, decision in found]


async def _step(job: Job, targets: Sequence[_Target], storage: Storage, clock: Clock) -> Job:
    done = job.done + len(targets)
    return await _write(replace(job, done=done), job.done, targets, storage, clock)


async def _write(
    job: Job, done_before: int, targets: Sequence[_Target], storage: Storage, clock: Clock
) -> Job:
    wanted = {target.comment: target.made for target in targets}

    async def unit(tx: Transaction) -> Job:
        taken = await _take(tx, job.site_id, wanted) if wanted else 0
        position = job.position
        moved = {
            "after": targets[-1].place if targets else position["after"],
            "decided": position["decided"] + taken,
            "skipped": position["skipped"] + len(targets) - taken,
        }
        kept = replace(job, position=moved, updated_at=clock())
        await tx.advance_job(kept, done_before)
        return kept

    return await storage.write(unit)


async def _take(tx: Transaction, site_id: int, wanted: Mapping[str, Made]) -> int:
    taken = []
    found = await tx.comments(site_id, [*wanted])
    appeals = await tx.concerns.appeals([comment.id for comment, _ in found])
    # An appeal is answered by itself; but whoever takes a bulk decision back means all of it.
    left_alone = {appeal.comment_id for appeal in appeals if appeal.is_open}
    for comment, history in found:
        try:
            decision = wanted[comment.public_id](comment, history)
        except Conflict:
            continue
        if comment.id in left_alone and decision.action is not Action.UNDO:
            continue
        taken.append((comment, decision, credit_of(comment, [*history, decision])))
    await tx.decide_all(taken)
    return len(taken)


def _actor(job: Job) -> Actor:
    return Actor(ActorKind.MODERATOR, *job.parameters["actor"])
