"""What an author is told of a refusal, and what is kept from him."""

from dataclasses import replace

import pytest

from service.domain.comment import Status
from service.domain.decision import AUTHOR, RULES, Action, Actor, ActorKind, Decision, Standing
from service.domain.reasons import REASONS
from service.domain.refusal import Refusal, is_resubmission, refusal_after, told_status, words_after

ANNA = Actor(ActorKind.MODERATOR, "anna", "Anna")
WAITING = Standing(Status.PENDING, None)
REJECTED = Standing(Status.REJECTED, None)
ENTERED = Decision("0", 1, "c", 1, RULES, Action.HOLD, None, WAITING, 1, 1)


def act(number: int, action: Action, reason: str | None = None, **more: object) -> Decision:
    made = replace(ENTERED, public_id=str(number), actor=ANNA, action=action, before=WAITING)
    return replace(made, after=REJECTED, reason=reason, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("action", [Action.REJECT, Action.DELETE])
def test_the_class_that_a_person_gave_is_told(action: Action, reason: str) -> None:
    told = refusal_after([ENTERED, act(1, action, reason, note="Een troll.")])

    assert told is not None
    assert told.reason == reason
    assert "troll" not in repr(told)


@pytest.mark.parametrize(
    "decision",
    [
        act(1, Action.SPAM, "advertising"),
        act(1, Action.REJECT),
        act(1, Action.REJECT, "a_class_of_a_program"),
        replace(ENTERED, action=Action.TURN_AWAY, after=REJECTED, reason="abuse"),
    ],
)
def test_all_else_is_one_class(decision: Decision) -> None:
    assert refusal_after([decision]) == Refusal("other")


def test_what_was_undone_is_not_told_unless_its_undoing_was() -> None:
    history = [ENTERED, act(1, Action.REJECT, "abuse"), act(2, Action.DELETE, "repeat")]
    undone = [*history, act(3, Action.UNDO, undoes="2")]

    assert refusal_after(undone) == Refusal("abuse")
    assert refusal_after([*undone, act(4, Action.UNDO, undoes="3")]) == Refusal("repeat")


def test_the_rules_word_on_a_second_text_hides_no_persons_reason() -> None:
    again = act(2, Action.TURN_AWAY, actor=RULES, before=REJECTED)

    assert is_resubmission(again)
    assert refusal_after([ENTERED, act(1, Action.REJECT, "abuse"), again]) == Refusal("abuse")


def test_a_moderators_words_are_told_while_his_decision_stands() -> None:
    refused = [ENTERED, act(1, Action.REJECT, note="Een troll.", to_author="Liever aardig.")]
    denied = act(2, Action.DENY, before=REJECTED, note="Nee.", to_author="Nee.")
    turned_away = act(3, Action.TURN_AWAY, actor=RULES, before=REJECTED)

    assert words_after(refused) == "Liever aardig."
    assert words_after([*refused, denied, turned_away]) == "Liever aardig."
    assert words_after([*refused, act(4, Action.UNDO, undoes="1")]) is None
    assert words_after([*refused, act(4, Action.SPAM)]) is None


def test_what_its_author_withdrew_was_not_refused() -> None:
    withdrawn = act(2, Action.WITHDRAW, actor=AUTHOR)

    assert refusal_after([act(1, Action.REJECT, "abuse"), withdrawn]) is None


def test_without_a_known_ground_no_more_is_told() -> None:
    assert refusal_after([ENTERED]) == Refusal("other")


def test_spam_is_called_nothing_but_rejected() -> None:
    assert [told_status(each).value for each in Status] == [
        "rejected" if each is Status.SPAM else each.value for each in Status
    ]
