"""Undo a moderator's decision: the comment stands again where it stood before."""

from collections.abc import Sequence

from service.domain.comment import Comment
from service.domain.decision import Action, Actor, ActorKind, Decision, is_hold_by_reports
from service.domain.errors import Conflict, NotFound
from service.domain.identity import new_public_id
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.trust import credit_after
from service.usecases.authenticate_token import actor_of, may_see


async def undo_decision(
    public_id: str, *, token: Principal, storage: Storage, clock: Clock
) -> tuple[Comment, Decision]:
    """Undoes the newest decision on a comment; an undo can be undone in its turn.

    Raises NotFound `unknown_decision`; Conflict `not_undoable` for what the rules (but for a hold
    by reports) or the author did, `superseded` with the newer decision when it is not the newest.
    """

    async def unit(tx: Transaction) -> tuple[Comment, Decision]:
        target = await tx.decision(public_id)
        comment = await tx.comment(target.comment) if target is not None else None
        if target is None or comment is None or not may_see(token, comment):
            raise NotFound("unknown_decision")
        history = await tx.decisions(target.comment)
        undo = undoing(target, comment, history, actor=actor_of(token), at=clock())
        return await tx.decide(comment, undo, credit_after([*history, undo]))

    return await storage.write(unit)


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
    if target.before is None or not is_undoable(target):
        raise Conflict("not_undoable", decision=target)
    return Decision(
        public_id=new_public_id(),
        site_id=comment.site_id,
        comment=target.comment,
        revision=comment.current,
        actor=actor,
        action=Action.UNDO,
        before=target.after,
        after=target.before,
        version=comment.version,
        at=at,
        undoes=target.public_id,
        bulk=bulk,
    )


def is_undoable(decision: Decision) -> bool:
    """Whether it can be undone while it is the newest: a person's act, or a hold by reports."""
    is_persons = decision.actor.kind is ActorKind.MODERATOR
    return decision.before is not None and (is_persons or is_hold_by_reports(decision))
