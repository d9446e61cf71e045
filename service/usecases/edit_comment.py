"""Edit one's own comment: a new revision, judged anew; the approved text stays until it passes.

One that was turned away is sent in again so, once: a person decides on what passes the rules.
"""

from dataclasses import replace

from service.domain.comment import Comment, Status, Submission
from service.domain.decision import RULES, Decision, Standing, judged
from service.domain.errors import Conflict, Forbidden, Invalid, ReactieError
from service.domain.identity import new_public_id
from service.domain.ports import Clock, Edit, Storage, Transaction
from service.domain.refusal import TURNED_AWAY
from service.usecases.judge_text import judge_text, refuse_if_asked
from service.usecases.own_comment import OwnComment, own_comment
from service.usecases.rule_book import RuleBook


async def edit_comment(
    public_id: str,
    token: str,
    text: str,
    *,
    storage: Storage,
    clock: Clock,
    rule_book: RuleBook,
    over_budget: tuple[str, ...] = (),
) -> OwnComment:
    """Gives the comment a new text. The same text again changes nothing, unless it was refused.

    Raises Forbidden `bad_token` and `edit_window_over`, Conflict `not_editable` when it was removed
    or withdrawn, Conflict `stale_version` when somebody decided on it at the same moment, Invalid
    with a gate's code. Sending it in again knows no window; it raises Conflict `resubmission_taken`
    and `appeal_open`, and Invalid `same_text`.
    """
    own = await own_comment(public_id, token, storage=storage)
    now = clock()
    if own.comment.status in TURNED_AWAY:
        _check_resubmission(own, text)
    elif own.comment.status is Status.DELETED:
        raise Conflict("not_editable")
    elif now > own.comment.created_at + own.site.edit_minutes * 60_000:
        raise Forbidden("edit_window_over")
    elif text == own.revision.text and own.is_open:
        return own
    edit = await _judged_edit(own, text, over_budget, storage, rule_book, now)

    async def unit(tx: Transaction) -> Comment:
        current = await tx.comment(public_id)
        if current is None or current.version != own.comment.version:
            raise Conflict("stale_version", decision=(await tx.decisions(public_id))[-1])
        if any(appeal.is_open for appeal in await tx.concerns.appeals([current.id])):
            raise Conflict("appeal_open")
        # As it is now: its thread may have gone into another one.
        comment, _ = await tx.edit(replace(edit, comment=current))
        return comment

    try:
        comment = await storage.write(unit)
    except ReactieError:
        rule_book.memory.take_back(own.site.id, edit.cluster, now)
        raise
    is_again = own.comment.status in TURNED_AWAY
    edited = replace(own, comment=comment, revision=edit.revision, resubmitted=is_again)
    if comment.status in TURNED_AWAY:
        return edited
    return replace(edited, refusal=None, words=None)


def _check_resubmission(own: OwnComment, text: str) -> None:
    if own.appeal is not None and own.appeal.is_open:
        raise Conflict("appeal_open")
    if own.resubmitted:
        raise Conflict("resubmission_taken")
    if text == own.revision.text:
        raise Invalid("same_text", "text")


async def _judged_edit(
    own: OwnComment,
    text: str,
    over_budget: tuple[str, ...],
    storage: Storage,
    rule_book: RuleBook,
    now: int,
) -> Edit:
    comment = own.comment
    submission = Submission(
        site=own.site.slug,
        post=own.thread.key,
        text=text,
        author=comment.author,
        network="",
        language=comment.language,
        over_budget=over_budget,
    )
    identity = await storage.identities.by_id(comment.identity_id) if comment.identity_id else None
    verdict = await judge_text(
        submission,
        site=own.site,
        thread=own.thread,
        identity=identity,
        rule_set=await rule_book.judging(own.site),
        adviser=await rule_book.adviser(own.site),
        shadow=await rule_book.shadow(own.site),
        storage=storage,
        memory=rule_book.memory,
        now=now,
        edited=comment,
    )
    refuse_if_asked(verdict.judgement)
    rule_book.memory.note(own.site.id, verdict.likeness, now)
    number = comment.current + 1
    before = Standing(comment.status, comment.published)
    action, after = judged(before, verdict.judgement.verdict, number)
    decision = Decision(
        public_id=new_public_id(),
        site_id=comment.site_id,
        comment=comment.public_id,
        revision=number,
        actor=RULES,
        action=action,
        before=before,
        after=after,
        version=comment.version,
        at=now,
    )
    revision, found = verdict.revision(number, text), verdict.judgement.findings
    return Edit(comment, revision, found, decision, verdict.likeness.cluster, verdict.suspicion)
