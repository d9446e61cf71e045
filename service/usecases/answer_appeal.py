"""Answer an author's appeal: publish the comment after all, or leave it as it is."""

from service.domain.comment import Comment
from service.domain.decision import APPEAL, Action, Decision
from service.domain.errors import Conflict, NotFound
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.trust import credit_of
from service.usecases.authenticate_token import actor_of, may_see
from service.usecases.decide import ruling
from service.usecases.second_look import leave_to_others


async def answer_appeal(
    public_id: str,
    *,
    grant: bool,
    version: int,
    answer: str | None,
    token: Principal,
    storage: Storage,
    clock: Clock,
) -> tuple[Comment, Decision]:
    """Approves the comment or logs that it stays as it is; `answer` is for its author.

    Raises NotFound `unknown_comment`; Conflict `stale_version` with the decision that came first,
    and `no_open_appeal`; Forbidden `own_rejection` when somebody else is to answer.
    """

    async def unit(tx: Transaction) -> tuple[Comment, Decision]:
        comment = await tx.comment(public_id)
        if comment is None or not may_see(token, comment):
            raise NotFound("unknown_comment")
        history = await tx.decisions(public_id)
        if comment.version != version:
            raise Conflict("stale_version", "version", decision=history[-1])
        appeals = await tx.concerns.appeals([comment.id])
        if not appeals or not appeals[0].is_open:
            raise Conflict("no_open_appeal")
        await leave_to_others(comment, token, tx=tx, storage=storage)
        made = ruling(
            comment,
            history,
            Action.APPROVE if grant else Action.DENY,
            actor=actor_of(token),
            at=clock(),
            reason=APPEAL,
            note=answer,
        )
        decided = await tx.decide(comment, made, credit_of(comment, [*history, made]))
        if answer is not None:
            await tx.concerns.tell_author(comment.id, answer)
        return decided

    return await storage.write(unit)
