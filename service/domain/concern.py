"""What people say against a verdict: readers report what is public, authors appeal what is not.

Both are settled by decisions, and open again when those are undone (`storage.concerns`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.domain.comment import Comment, Status
from service.domain.decision import Action, ActorKind, Decision


class Concern(StrEnum):
    """What a moderator can ask to see alone: comments with open reports, or with an open appeal."""

    REPORTED = "reported"
    APPEALED = "appealed"


class ReportReason(StrEnum):
    """What a reader says is wrong."""

    SPAM = "spam"
    ABUSE = "abuse"
    OFF_TOPIC = "off_topic"
    PRIVATE_INFORMATION = "private_information"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Report:
    """A reader's report of one text of a comment. `network` is the keyed hash that comments have
    too, `area` that of a /24 or /48: whoever has a /48 has 65,536 networks, and is one reader.
    `settled_by` is the decision that dealt with it, None while it is open."""

    site_id: int
    comment_id: int
    revision: int
    reason: ReportReason
    text: str | None
    network: str
    area: str
    proof: str | None
    at: int
    settled_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has dealt with it yet."""
        return self.settled_by is None


class AppealState(StrEnum):
    """`dropped`: the author withdrew the comment before anybody answered."""

    OPEN = "open"
    GRANTED = "granted"
    DENIED = "denied"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Appeal:
    """An author's appeal against the decision that keeps his comment from readers. `answer` is
    what he is told, `settled_by` the decision that answered."""

    site_id: int
    comment_id: int
    against: Decision
    text: str
    at: int
    state: AppealState = AppealState.OPEN
    answer: str | None = None
    settled_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.state is AppealState.OPEN


def may_appeal(comment: Comment) -> bool:
    """Whether the comment stands where its author may appeal, if he did not already."""
    return comment.status in (Status.REJECTED, Status.SPAM)


def is_repeated(report: Report, earlier: Iterable[Report]) -> bool:
    """Whether the same network or device reported the same text before: that counts once."""
    return any(
        each.revision == report.revision
        and (
            each.network == report.network
            or (report.proof is not None and each.proof == report.proof)
        )
        for each in earlier
    )


def areas_reporting(comment: Comment, reports: Iterable[Report]) -> int:
    """From how many areas there are open reports of the text that readers see: so many readers,
    at least, that are proven to be different ones."""
    return len({r.area for r in reports if r.is_open and r.revision == comment.published})


def vouched_for(history: Sequence[Decision]) -> int | None:
    """The revision that a person last let stand, None where nobody did.

    Approving, keeping and taking back a hold of the rules let a text stand. Undoing a person's
    act brings back what was so before it; the rules and the author vouch for nothing.
    """
    stood: list[int | None] = []
    places = {decision.public_id: place for place, decision in enumerate(history)}
    for decision in history:
        earlier = stood[-1] if stood else None
        undone = places.get(decision.undoes or "")
        if decision.actor.kind is not ActorKind.MODERATOR:
            stood.append(earlier)
        elif undone is not None and history[undone].actor.kind is ActorKind.MODERATOR:
            stood.append(stood[undone - 1] if undone else None)
        elif decision.action is Action.REJECT and decision.after.status is Status.APPROVED:
            stood.append(earlier)  # the edit alone was refused
        else:
            stood.append(decision.after.published)
    return stood[-1] if stood else None
