"""Appeal a verdict: the author of a comment that was turned away asks once for another look."""

from dataclasses import replace

from service.domain.concern import Appeal, may_appeal
from service.domain.errors import Conflict, Forbidden, Invalid
from service.domain.ports import Clock, Storage, Transaction
from service.domain.refusal import is_resubmission
from service.rules.text.views import FieldView
from service.usecases.own_comment import OwnComment, own_comment


async def make_appeal(
    public_id: str, token: str, text: str, *, storage: Storage, clock: Clock
) -> OwnComment:
    """Keeps the appeal against the decision that turned the comment away.

    Raises Forbidden `bad_token`; Invalid `empty_appeal`; Conflict `appeal_taken` when there was one
    already, and `not_appealable` when the comment was not turned away.
    """
    own = await own_comment(public_id, token, storage=storage)
    if FieldView("text", text).is_blank:
        raise Invalid("empty_appeal", "text")

    async def unit(tx: Transaction) -> OwnComment:
        comment = await tx.comment(public_id)
        if comment is None:
            raise Forbidden("bad_token")
        if await tx.concerns.appeals([comment.id]):
            raise Conflict("appeal_taken")
        if not may_appeal(comment):
            raise Conflict("not_appealable")
        history = await tx.decisions(public_id)
        # Of a second text that the rules turned away too, the first one's refusal is the ground.
        against = next(each for each in reversed(history) if not is_resubmission(each))
        appeal = Appeal(comment.site_id, comment.id, against, text, clock())
        await tx.concerns.add_appeal(appeal)
        return replace(own, comment=comment, appeal=appeal)

    return await storage.write(unit)
