"""Undo a moderator's decision: the comment stands again where it stood before it. A reply of a
moderator's, which stood nowhere before, is deleted."""

from collections.abc import Sequence

from service.domain.comment import Comment, Status
from service.domain.decision import (
    Action,
    Actor,
    ActorKind,
    Decision,
    Standing,
    came_with,
    is_hold_by_reports,
)
from service.domain.errors import Conflict, NotFound
from service.domain.identity import new_public_id
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.trust import credit_of
from service.usecases.authenticate_token import actor_of, may_see


async def undo_decision(
    public_id: str, *, token: Principal, storage: Storage, clock: Clock
) -> tuple[Comment, Decision]:
    """Undoes the newest decision on a comment; an undo can be undone in its turn. With a decision
    on a reply, the one goes that was taken in the same act on the comment that it answers, if
    nobody decided there since.

    Raises NotFound `unknown_decision`; Conflict `not_undoable` for what the rules (but for a hold
    by reports) or the author did, `superseded` with the newer decision when it is not the newest.
    """
    answered = await _answered(public_id, storage)

    async def unit(tx: Transaction) -> tuple[Comment, Decision]:
        target = await tx.decision(public_id)
        comment = await tx.comment(target.comment) if target is not None else None
        if target is None or comment is None or not may_see(token, comment):
            raise NotFound("unknown_decision")
        history = await tx.decisions(target.comment)
        undo = undoing(target, comment, history, actor=actor_of(token), at=clock())
        if answered is not None:
            await _undo_with(tx, answered, target, undo)
        return await tx.decide(comment, undo, credit_of(comment, [*history, undo]))

    return await storage.write(unit)


async def _answered(public_id: str, storage: Storage) -> str | None:
    """The comment that is answered by the moderator's reply that the decision is about."""
    target = await storage.decisions.by_public_id(public_id)
    reply = None if target is None else await storage.comments.by_public_id(target.comment)
    if reply is None or reply.badge is None or reply.parent_id is None:
        return None
    parent = await storage.comments.reviewed_by_id(reply.parent_id)
    return None if parent is None else parent.comment.public_id


async def _undo_with(tx: Transaction, answered: str, target: Decision, undo: Decision) -> None:
    comment, history = await tx.comment(answered), await tx.decisions(answered)
    if comment is None or not came_with(history[-1], target):
        return
    taken = undoing(history[-1], comment, history, actor=undo.actor, at=undo.at)
    await tx.decide(comment, taken, credit_of(comment, [*history, taken]))


def undoing(
    target: Decision,
    comment: Comment,
    history: Sequence[Decision],
    *,
    actor: Actor,
    at: int,
    bulk: str | None = None,
) -> Decision:
    """The decision that takes `target` back, on the comment as it stands after its `history`.

    Raises Conflict `superseded` and `not_undoable`.
    """
    if history[-1].public_id != target.public_id:
        raise Conflict("superseded", decision=history[-1])
    if not is_undoable(target):
        raise Conflict("not_undoable", decision=target)
    return Decision(
        public_id=new_public_id(),
        site_id=comment.site_id,
        comment=target.comment,
        revision=comment.current,
        actor=actor,
        action=Action.UNDO,
        before=target.after,
        after=target.before or Standing(Status.DELETED, None),
        version=comment.version,
        at=at,
        undoes=target.public_id,
        bulk=bulk,
    )


def is_undoable(decision: Decision) -> bool:
    """Whether it can be undone while it is the newest: a person's act, or a hold by reports."""
    return decision.actor.kind is ActorKind.MODERATOR or is_hold_by_reports(decision)
