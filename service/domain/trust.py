"""A proven visitor's record: what people, not rules, decided about his comments."""

from collections.abc import Sequence

from service.domain.comment import Comment, Status
from service.domain.decision import Action, Decision

_CREDITS = {
    Action.APPROVE: 1,
    Action.KEEP: 1,
    Action.REJECT: -1,
    Action.SPAM: -1,
    Action.DELETE: 0,
}


def credit_of(comment: Comment, history: Sequence[Decision]) -> int:
    """What the comment counts for after its whole history: nothing for the site's own, which must
    teach nobody and make no record."""
    return 0 if comment.badge is not None else credit_after(history)


def credit_after(history: Sequence[Decision]) -> int:
    """What a comment counts for in its author's record: 1 approved or kept by a person, -1
    rejected or marked as spam by one, 0 not judged by a person.

    Undoing brings back what it counted for before; the rules' and the author's own acts, and the
    refusal of an edit alone, change nothing.
    """
    counted: list[int] = []
    places = {decision.public_id: place for place, decision in enumerate(history)}
    for place, decision in enumerate(history):
        earlier = counted[-1] if counted else 0
        if decision.action is Action.UNDO and decision.undoes in places:
            counted.append(counted[places[decision.undoes] - 1])
        elif decision.action is Action.RESTORE:
            counted.append(_at_standing(history[:place], counted, decision))
        elif decision.action is Action.REJECT and decision.after.status is Status.APPROVED:
            counted.append(earlier)
        else:
            counted.append(_CREDITS.get(decision.action, earlier))
    return counted[-1] if counted else 0


def _at_standing(earlier: Sequence[Decision], counted: Sequence[int], restore: Decision) -> int:
    for decision, credit in zip(reversed(earlier), reversed(counted), strict=True):
        if decision.after == restore.after:
            return credit
    return 0
