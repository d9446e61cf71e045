"""Edit one's own reply: a new revision, public at once, with the old one kept."""

from service.domain.comment import Comment
from service.domain.decision import Action, Decision, Standing
from service.domain.errors import Conflict, Forbidden, NotFound
from service.domain.identity import new_public_id
from service.domain.moderator import Principal
from service.domain.ports import Clock, Edit, Storage, Transaction
from service.usecases.authenticate_token import actor_of
from service.usecases.own_text import refuse_unfit, unjudged
from service.usecases.review_comments import seen_comment
from service.usecases.rule_book import RuleBook


async def edit_reply(
    public_id: str,
    text: str,
    *,
    version: int,
    token: Principal,
    storage: Storage,
    clock: Clock,
    rule_book: RuleBook,
) -> tuple[Comment, Decision]:
    """Gives the reply a new text; the text that readers see already changes nothing and returns
    the newest decision. Only who wrote it may: nobody puts words in another's mouth.

    Raises NotFound `unknown_comment`; Forbidden `not_own_reply`; Conflict `stale_version` with the
    decision that came first, and `not_editable` when readers do not see it; Invalid with a gate's
    code.
    """
    reviewed, site = await seen_comment(public_id, token=token, storage=storage)
    badge = reviewed.comment.badge
    if badge is None or badge.account != token.public_id:
        raise Forbidden("not_own_reply")
    refuse_unfit(text, await rule_book.judging(site))
    now = clock()

    async def unit(tx: Transaction) -> tuple[Comment, Decision]:
        comment = await tx.comment(public_id)
        if comment is None:
            raise NotFound("unknown_comment")
        history = await tx.decisions(public_id)
        if comment.version != version:
            raise Conflict("stale_version", "version", decision=history[-1])
        if comment.published is None:
            raise Conflict("not_editable", decision=history[-1])
        if comment.published == reviewed.revision.number and text == reviewed.revision.text:
            return comment, history[-1]
        return await tx.edit(_edit(comment, text, token, now))

    return await storage.write(unit)


def _edit(comment: Comment, text: str, token: Principal, now: int) -> Edit:
    number = comment.current + 1
    decision = Decision(
        public_id=new_public_id(),
        site_id=comment.site_id,
        comment=comment.public_id,
        revision=number,
        actor=actor_of(token),
        action=Action.EDIT,
        before=Standing(comment.status, comment.published),
        after=Standing(comment.status, number),
        version=comment.version,
        at=now,
    )
    revision = unjudged(number, text, now)
    return Edit(comment, revision, (), decision, comment.cluster, comment.suspicion)
