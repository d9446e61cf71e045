"""Withdraw one's own comment: readers see it no more, and no moderator can bring it back."""

from service.domain.comment import Comment, Status
from service.domain.decision import AUTHOR, Action, Decision, Standing
from service.domain.errors import Forbidden
from service.domain.identity import new_public_id
from service.domain.ports import Clock, Storage, Transaction
from service.usecases.own_comment import own_comment


async def withdraw_comment(
    public_id: str, token: str, *, storage: Storage, clock: Clock
) -> Comment:
    """Takes the comment away. Withdrawing again changes nothing. Raises Forbidden `bad_token`."""
    await own_comment(public_id, token, storage=storage)

    async def unit(tx: Transaction) -> Comment:
        comment = await tx.comment(public_id)
        if comment is None:
            raise Forbidden("bad_token")
        history = await tx.decisions(public_id)
        if comment.status is Status.DELETED and history[-1].action is Action.WITHDRAW:
            return comment
        decision = Decision(
            public_id=new_public_id(),
            site_id=comment.site_id,
            comment=public_id,
            revision=comment.current,
            actor=AUTHOR,
            action=Action.WITHDRAW,
            before=Standing(comment.status, comment.published),
            after=Standing(Status.DELETED, None),
            version=comment.version,
            at=clock(),
        )
        withdrawn, _ = await tx.decide(comment, decision, comment.credit)
        return withdrawn

    return await storage.write(unit)
