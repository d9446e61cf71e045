"""Decide on a comment: approve, reject, spam, delete, restore."""

from service.domain.comment import Comment
from service.domain.decision import Action, Decision, Standing, decided
from service.domain.errors import Conflict, NotFound
from service.domain.identity import new_public_id
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.trust import credit_after
from service.usecases.authenticate_token import actor_of, may_see


async def decide(
    public_id: str,
    action: Action,
    *,
    version: int,
    reason: str | None,
    note: str | None,
    token: Principal,
    storage: Storage,
    clock: Clock,
) -> tuple[Comment, Decision]:
    """Takes a decision on the version that the moderator saw, and logs it in the same transaction.

    Raises NotFound `unknown_comment`; Conflict `stale_version` with the decision that came first;
    Conflict `not_possible` or `withdrawn`.
    """

    async def unit(tx: Transaction) -> tuple[Comment, Decision]:
        comment = await tx.comment(public_id)
        if comment is None or not may_see(token, comment):
            raise NotFound("unknown_comment")
        history = await tx.decisions(public_id)
        if comment.version != version:
            raise Conflict("stale_version", "version", decision=history[-1])
        before = Standing(comment.status, comment.published)
        decision = Decision(
            public_id=new_public_id(),
            site_id=comment.site_id,
            comment=public_id,
            revision=comment.current,
            actor=actor_of(token),
            action=action,
            before=before,
            after=decided(before, action, comment.current, history),
            version=version,
            at=clock(),
            reason=reason,
            note=note,
        )
        return await tx.decide(comment, decision, credit_after([*history, decision]))

    return await storage.write(unit)
