"""Decide on a comment: approve, reject, spam, delete, restore."""

from collections.abc import Sequence

from service.domain.comment import Comment
from service.domain.decision import Action, Actor, Decision, Standing, decided
from service.domain.errors import Conflict, NotFound
from service.domain.identity import new_public_id
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.trust import credit_of
from service.usecases.authenticate_token import actor_of, may_see
from service.usecases.second_look import leave_to_others


async def decide(
    public_id: str,
    action: Action,
    *,
    version: int,
    reason: str | None,
    note: str | None,
    to_author: str | None = None,
    token: Principal,
    storage: Storage,
    clock: Clock,
) -> tuple[Comment, Decision]:
    """Takes a decision on the version that the moderator saw, and logs it in the same transaction.
    `to_author` is what the comment's author is told with it, for as long as it stands.

    Raises NotFound `unknown_comment`; Conflict `stale_version` with the decision that came first;
    Conflict `not_possible` or `withdrawn`; Forbidden `own_rejection` where an open appeal is for
    another moderator to answer.
    """

    async def unit(tx: Transaction) -> tuple[Comment, Decision]:
        comment = await tx.comment(public_id)
        if comment is None or not may_see(token, comment):
            raise NotFound("unknown_comment")
        history = await tx.decisions(public_id)
        if comment.version != version:
            raise Conflict("stale_version", "version", decision=history[-1])
        await leave_to_others(comment, token, tx=tx, storage=storage)
        made = ruling(
            comment,
            history,
            action,
            actor=actor_of(token),
            at=clock(),
            reason=reason,
            note=note,
            to_author=to_author,
        )
        return await tx.decide(comment, made, credit_of(comment, [*history, made]))

    return await storage.write(unit)


def ruling(
    comment: Comment,
    history: Sequence[Decision],
    action: Action,
    *,
    actor: Actor,
    at: int,
    reason: str | None = None,
    note: str | None = None,
    to_author: str | None = None,
    bulk: str | None = None,
) -> Decision:
    """The decision that the act amounts to, on the comment as it stands after its `history`.

    Raises Conflict `not_possible` or `withdrawn`.
    """
    before = Standing(comment.status, comment.published)
    return Decision(
        public_id=new_public_id(),
        site_id=comment.site_id,
        comment=comment.public_id,
        revision=comment.current,
        actor=actor,
        action=action,
        before=before,
        after=decided(before, action, comment.current, history),
        version=comment.version,
        at=at,
        reason=reason,
        note=note,
        to_author=to_author,
        bulk=bulk,
    )
