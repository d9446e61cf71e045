"""Reports and appeals: what counts, and what a person has vouched for."""

from dataclasses import replace

import pytest

from service.domain.comment import Author, Comment, Status
from service.domain.concern import (
    Report,
    ReportReason,
    areas_reporting,
    is_repeated,
    may_appeal,
    vouched_for,
)
from service.domain.decision import (
    AUTHOR,
    REPORTS,
    RULES,
    Action,
    Actor,
    ActorKind,
    Decision,
    Standing,
    decided,
)
from service.domain.errors import Conflict

ANNA = Actor(ActorKind.MODERATOR, "m1", "Anna")
PENDING, REJECTED = Standing(Status.PENDING, None), Standing(Status.REJECTED, None)
PUBLIC, EDITED = Standing(Status.APPROVED, 1), Standing(Status.APPROVED, 2)
A_REPORT = Report(1, 9, 1, ReportReason.SPAM, None, "n1", "a1", "p1", 0)
COMMENT = Comment(
    9, "c", 1, 1, None, 9, Author(), None, "n", Status.APPROVED, 1, 1, 1, "nl", "t", 0
)


def history(*acts: tuple[Actor, Action, Standing]) -> list[Decision]:
    """An undo undoes the one before it."""
    made: list[Decision] = []
    for place, (actor, action, after) in enumerate(acts):
        before = made[-1].after if made else None
        reason = REPORTS if action is Action.HOLD and place else None
        undoes = str(place - 1) if action is Action.UNDO else None
        decision = Decision(
            str(place), 1, "c", 1, actor, action, before, after, place, 0, reason, undoes=undoes
        )
        made.append(decision)
    return made


POSTED = (RULES, Action.PUBLISH, PUBLIC)
HELD = (RULES, Action.HOLD, PENDING)


@pytest.mark.parametrize(
    ("acts", "revision"),
    [
        ([], None),
        ([POSTED], None),
        ([HELD, (ANNA, Action.APPROVE, PUBLIC)], 1),
        ([POSTED, (ANNA, Action.KEEP, PUBLIC)], 1),
        ([POSTED, (ANNA, Action.KEEP, PUBLIC), (ANNA, Action.UNDO, PUBLIC)], None),
        ([POSTED, HELD, (ANNA, Action.UNDO, PUBLIC)], 1),
        ([POSTED, HELD, (ANNA, Action.UNDO, PUBLIC), (ANNA, Action.UNDO, PENDING)], None),
        ([HELD, (ANNA, Action.APPROVE, PUBLIC), (ANNA, Action.REJECT, REJECTED)], None),
        ([HELD, (ANNA, Action.APPROVE, PUBLIC), (RULES, Action.PUBLISH, EDITED)], 1),
        ([POSTED, (ANNA, Action.REJECT, PUBLIC)], None),
        ([(ANNA, Action.APPROVE, PUBLIC)], 1),
        ([(ANNA, Action.APPROVE, PUBLIC), (ANNA, Action.UNDO, REJECTED)], None),
        ([POSTED, (AUTHOR, Action.WITHDRAW, Standing(Status.DELETED, None))], None),
    ],
)
def test_a_person_vouches_for_the_text_that_he_let_stand(
    acts: list[tuple[Actor, Action, Standing]], revision: int | None
) -> None:
    assert vouched_for(history(*acts)) == revision


@pytest.mark.parametrize(
    ("changes", "repeated"),
    [
        ({"proof": "p2"}, True),
        ({"network": "n2"}, True),
        ({"network": "n2", "proof": "p2"}, False),
        ({"network": "n2", "proof": None}, False),
        ({"revision": 2}, False),
    ],
)
def test_a_network_and_a_device_count_once_for_a_text(
    changes: dict[str, str | int | None], repeated: bool
) -> None:
    assert is_repeated(replace(A_REPORT, **changes), [A_REPORT]) is repeated  # type: ignore[arg-type]


def test_only_open_reports_of_the_public_text_from_different_areas_count() -> None:
    reports = [
        A_REPORT,
        replace(A_REPORT, network="n2"),
        replace(A_REPORT, network="n3", area="a3", settled_by="d"),
        replace(A_REPORT, network="n4", area="a4", revision=2),
        replace(A_REPORT, network="n5", area="a5"),
    ]

    assert areas_reporting(COMMENT, reports) == 2


@pytest.mark.parametrize("status", Status)
def test_what_was_turned_away_may_be_appealed(status: Status) -> None:
    turned_away = status in (Status.REJECTED, Status.SPAM)

    assert may_appeal(replace(COMMENT, status=status)) is turned_away


def test_keeping_leaves_what_is_public_as_it_is() -> None:
    assert decided(PUBLIC, Action.KEEP, 1, history(POSTED)) == PUBLIC


def test_keeping_brings_back_what_the_rules_held_because_of_reports() -> None:
    assert decided(PENDING, Action.KEEP, 1, history(POSTED, HELD)) == PUBLIC


@pytest.mark.parametrize(("before", "acts"), [(PENDING, [HELD]), (PENDING, []), (REJECTED, [])])
def test_nothing_else_is_kept(before: Standing, acts: list[tuple[Actor, Action, Standing]]) -> None:
    with pytest.raises(Conflict, match="not_possible"):
        decided(before, Action.KEEP, 1, history(*acts))


def test_denying_leaves_what_was_turned_away_as_it_is() -> None:
    assert decided(REJECTED, Action.DENY, 1, []) == REJECTED
    with pytest.raises(Conflict, match="not_possible"):
        decided(PUBLIC, Action.DENY, 1, [])
