"""Why a comment was turned away, as far as its author is told; and sending it in once more.

The class of the reason is coarse. Nobody learns word by word what the rules look for, or that he
was taken for a spammer: what a person said of a comment is told, what the rules found is not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from service.domain.comment import Status
from service.domain.decision import Action, ActorKind, Decision
from service.domain.reasons import REASONS, Reason

TURNED_AWAY = (Status.REJECTED, Status.SPAM)
"""One and the same to authors."""

OwnStatus = Literal[Status.PENDING, Status.APPROVED, Status.REJECTED, Status.DELETED]

_REFUSING = (Action.TURN_AWAY, Action.REJECT, Action.SPAM, Action.DELETE)
_SAID = (Action.REJECT, Action.DELETE)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What an author is told of it."""

    reason: Reason


def told_status(status: Status) -> OwnStatus:
    """A status as the author is told it."""
    return Status.REJECTED if status is Status.SPAM else status


def refusal_after(history: Sequence[Decision]) -> Refusal | None:
    """What the author is told of a comment, or of an edit, that was turned away or removed. None
    for what he withdrew himself."""
    for decision in _standing(history):
        if decision.action is Action.WITHDRAW:
            return None
        if decision.action in _REFUSING:
            return Refusal(_told(decision))
    return Refusal("other")


def words_after(history: Sequence[Decision]) -> str | None:
    """What a moderator told the author with the decision that stands. What is told with the answer
    to an appeal is the appeal's."""
    return next((each.to_author for each in _standing(history)), None)


def is_resubmission(decision: Decision) -> bool:
    """Whether the rules judged a new text of a comment that had been turned away."""
    before = decision.before
    is_rules = decision.actor.kind is ActorKind.RULES
    return is_rules and before is not None and before.status in TURNED_AWAY


def _standing(history: Sequence[Decision]) -> Iterator[Decision]:
    """The decisions that nobody took back, the newest first. The rules' refusal of a second text
    adds nothing to what was said of the first, nor does that of an appeal."""
    undone: set[str | None] = set()
    for decision in reversed(history):
        if decision.public_id in undone:
            continue
        if decision.undoes is not None:
            undone.add(decision.undoes)
        elif decision.before != decision.after or decision.action is Action.KEEP:
            yield decision


def _told(decision: Decision) -> Reason:
    said = decision.reason if decision.action in _SAID else None
    return next((each for each in REASONS if each == said), "other")
