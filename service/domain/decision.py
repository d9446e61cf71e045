"""Decisions: who changed which status, why, judged at which version; chained so that none is lost.

A comment's status is the fold of its decisions. Rows are added, never changed: undoing is another
decision. Each row carries the hash of the one before it in its site's log (a hash chain, as in
Haber and Stornetta, "How to time-stamp a digital document", 1991).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from service.domain.comment import Status
from service.domain.errors import Conflict
from service.domain.finding import Verdict


class Action(StrEnum):
    """`publish`, `hold` and `turn_away` are the rules'; `withdraw` is the author's; the rest are
    moderators'. `turn_away` is a verdict `reject`, so that the log tells it from a person's; `edit`
    is a moderator's new text for a reply of his own, which enters with an `approve` of his; `keep`
    dismisses reports, `deny` an appeal. `import` brings a comment along as it stood elsewhere."""

    PUBLISH = "publish"
    HOLD = "hold"
    TURN_AWAY = "turn_away"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    REJECT = "reject"
    SPAM = "spam"
    DELETE = "delete"
    RESTORE = "restore"
    KEEP = "keep"
    DENY = "deny"
    UNDO = "undo"
    EDIT = "edit"
    IMPORT = "import"


REPORTS = "reports"
"""The reason that the rules give when reports send a comment back to the queue."""

APPEAL = "appeal"
"""The reason of a decision that answers an appeal."""

MODERATOR_ACTIONS = (
    Action.APPROVE,
    Action.REJECT,
    Action.SPAM,
    Action.DELETE,
    Action.RESTORE,
    Action.KEEP,
)
"""What one may decide anywhere; an appeal is denied only where it is answered."""


class ActorKind(StrEnum):
    """Who acts: the rules, the comment's author (by its token), a moderator, or an import."""

    RULES = "rules"
    AUTHOR = "author"
    MODERATOR = "moderator"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` names the actor in the log: a moderator's or token's public id; empty for the others."""

    kind: ActorKind
    id: str = ""
    name: str = ""


RULES = Actor(ActorKind.RULES)
AUTHOR = Actor(ActorKind.AUTHOR)
IMPORT = Actor(ActorKind.IMPORT)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a decision changes: the status, and which revision readers see (None: none)."""

    status: Status
    published: int | None


@dataclass(frozen=True, slots=True)
class Decision:
    """One act on one comment. `before` is None for the act that brought the comment in.

    `version` is the comment's version that the actor judged. `previous` and `hash` are empty until
    the log takes the decision in. `bulk` names the job that it was taken by. `note` is for other
    moderators alone, `to_author` for who wrote the comment.
    """

    public_id: str
    site_id: int
    comment: str
    revision: int
    actor: Actor
    action: Action
    before: Standing | None
    after: Standing
    version: int
    at: int
    reason: str | None = None
    note: str | None = None
    undoes: str | None = None
    bulk: str | None = None
    to_author: str | None = None
    previous: str = ""
    hash: str = ""


def is_reply(decision: Decision) -> bool:
    """Whether the decision brought a moderator's own reply in."""
    return decision.before is None and decision.actor.kind is ActorKind.MODERATOR


def came_with(decision: Decision, other: Decision) -> bool:
    """Whether both were taken in one act: a reply and the approval of what it answers, or the undo
    of both."""
    is_one = (decision.actor, decision.at) == (other.actor, other.at)
    return is_one and decision.bulk is None and other.bulk is None


def chained(decision: Decision, previous: str) -> Decision:
    """The decision with its place in the log: `hash` covers every other field and `previous`."""
    return replace(decision, previous=previous, hash=_digest(decision, previous))


def is_intact(decision: Decision) -> bool:
    """Whether the stored hash is the one that the stored fields give."""
    return _digest(decision, decision.previous) == decision.hash


def fold(decisions: Iterable[Decision]) -> Standing | None:
    """Where a comment stands after its decisions, in their order. Raises ValueError on a gap."""
    standing: Standing | None = None
    for decision in decisions:
        if decision.before != standing:
            raise ValueError(f"decision {decision.public_id} does not follow from {standing}")
        standing = decision.after
    return standing


def judged(before: Standing | None, verdict: Verdict, revision: int) -> tuple[Action, Standing]:
    """What the rules' verdict on a revision does.

    A first revision is published, held or turned away. A later one may replace the published text
    when it passes; else the approved text stays public and the comment goes back to the queue. An
    edit of a comment that waits never releases it, nor does one of a comment that was turned away:
    it waits for a person, or stays where it is.
    """
    if before is None:
        return {
            Verdict.PUBLISH: (Action.PUBLISH, Standing(Status.APPROVED, revision)),
            Verdict.HOLD: (Action.HOLD, Standing(Status.PENDING, None)),
            Verdict.REJECT: (Action.TURN_AWAY, Standing(Status.REJECTED, None)),
        }[verdict]
    if before.status is Status.APPROVED and verdict is Verdict.PUBLISH:
        return Action.PUBLISH, Standing(Status.APPROVED, revision)
    if verdict is Verdict.REJECT and before.status in (Status.REJECTED, Status.SPAM):
        return Action.TURN_AWAY, before
    return Action.HOLD, Standing(Status.PENDING, before.published)


def decided(
    before: Standing, action: Action, current: int, history: Iterable[Decision]
) -> Standing:
    """What a moderator's act does to a comment whose newest revision is `current`.

    Approve publishes the newest revision. Reject of a waiting edit refuses the edit alone: the
    approved text stays public. Restore takes a comment back to where it stood before it was
    rejected, marked as spam or deleted. Keep leaves a public comment public, and brings back one
    that the rules held because of reports; deny leaves one that was turned away as it is. Raises
    Conflict `not_possible` when nothing else would change or the author withdrew the comment.
    """
    if action is Action.RESTORE:
        return _restored(before, history)
    if action is Action.KEEP:
        return _kept(before, history)
    if action is Action.DENY:
        if before.status not in (Status.REJECTED, Status.SPAM):
            raise Conflict("not_possible", "action", action="deny", status=before.status.value)
        return before
    after = {
        Action.APPROVE: Standing(Status.APPROVED, current),
        Action.REJECT: _rejected(before),
        Action.SPAM: Standing(Status.SPAM, None),
        Action.DELETE: Standing(Status.DELETED, None),
    }[action]
    if after == before or (before.status is Status.DELETED):
        raise Conflict("not_possible", "action", action=action.value, status=before.status.value)
    return after


def _rejected(before: Standing) -> Standing:
    if before.status is Status.PENDING and before.published is not None:
        return Standing(Status.APPROVED, before.published)
    return Standing(Status.REJECTED, None)


def _kept(before: Standing, history: Iterable[Decision]) -> Standing:
    if before.status is Status.APPROVED:
        return before
    last = next(reversed(list(history)), None)
    if last is not None and is_hold_by_reports(last) and last.before is not None:
        return last.before
    raise Conflict("not_possible", "action", action="keep", status=before.status.value)


def is_hold_by_reports(decision: Decision) -> bool:
    """Whether the rules took a public comment back into the queue because of reports."""
    return decision.action is Action.HOLD and decision.reason == REPORTS


def _restored(before: Standing, history: Iterable[Decision]) -> Standing:
    if before.status in (Status.PENDING, Status.APPROVED):
        raise Conflict("not_possible", "action", action="restore", status=before.status.value)
    for decision in reversed(list(history)):
        if decision.action is Action.WITHDRAW:
            raise Conflict("withdrawn", "action")
        if decision.actor.kind is ActorKind.IMPORT and decision.action is Action.UNDO:
            raise Conflict("import_undone", "action")
        if decision.after.status in (Status.PENDING, Status.APPROVED):
            return decision.after
    return Standing(Status.PENDING, None)


def _digest(decision: Decision, previous: str) -> str:
    def standing(value: Standing | None) -> list[object] | None:
        return None if value is None else [value.status.value, value.published]

    fields = [
        previous,
        decision.public_id,
        decision.site_id,
        decision.comment,
        decision.revision,
        [decision.actor.kind.value, decision.actor.id, decision.actor.name],
        decision.action.value,
        standing(decision.before),
        standing(decision.after),
        decision.version,
        decision.at,
        decision.reason,
        decision.note,
        decision.undoes,
    ]
    if decision.bulk is not None:  # older rows have no such field
        fields.append(decision.bulk)
    if decision.to_author is not None:
        fields.append({"to_author": decision.to_author})
    return hashlib.sha256(json.dumps(fields, ensure_ascii=True).encode()).hexdigest()
