"""What becomes of a model that is kept: its automation can be turned off, its audit can fail."""

import pytest

from service.domain.lesson import Lesson
from service.rules.learning import is_broken, learned_state, restore_model, without_automation

LESSONS = [
    Lesson(f"Kijk op mijn kanaal {n}" if n % 2 else f"Dank voor het verhaal {n}", (), n % 2 == 1)
    for n in range(400)
]


def test_too_few_lessons_leave_no_state() -> None:
    assert learned_state(LESSONS[:10]) is None


def test_without_automation_nothing_is_fine_and_all_else_is_as_it_was() -> None:
    state = learned_state(LESSONS)
    assert state is not None

    before, after = restore_model(state), restore_model(without_automation(state))

    assert before.calibration.fine_below is not None
    assert after.calibration.fine_below is None
    assert after.weights == before.weights


@pytest.mark.parametrize(
    ("errors", "decided", "broken"),
    [(0, 1, False), (0, 500, False), (1, 10, True), (1, 100, False), (9, 500, True)],
)
def test_an_audit_fails_when_chance_does_not_explain_the_errors(
    errors: int, decided: int, broken: bool
) -> None:
    assert is_broken(errors, decided) is broken
