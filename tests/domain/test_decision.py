"""Decisions: what each act does, the fold, and the chain that no change survives."""

from collections.abc import Callable
from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.comment import Status
from service.domain.decision import (
    AUTHOR,
    MODERATOR_ACTIONS,
    RULES,
    Action,
    Actor,
    ActorKind,
    Decision,
    Standing,
    chained,
    decided,
    fold,
    is_intact,
    judged,
)
from service.domain.errors import Conflict
from service.domain.finding import Verdict

ANNA = Actor(ActorKind.MODERATOR, "m1", "Anna")
PENDING = Standing(Status.PENDING, None)
APPROVED = Standing(Status.APPROVED, 1)
WAITING_EDIT = Standing(Status.PENDING, 1)
REJECTED = Standing(Status.REJECTED, None)
SPAM = Standing(Status.SPAM, None)
DELETED = Standing(Status.DELETED, None)


def decision(
    before: Standing | None,
    after: Standing,
    action: Action = Action.HOLD,
    actor: Actor = RULES,
    **changes: Any,
) -> Decision:
    made = Decision("d", 1, "c", 1, actor, action, before, after, 1, 1_000)
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("verdict", "action", "standing"),
    [
        (Verdict.PUBLISH, Action.PUBLISH, APPROVED),
        (Verdict.HOLD, Action.HOLD, PENDING),
        (Verdict.REJECT, Action.TURN_AWAY, REJECTED),
    ],
)
def test_a_first_text_is_published_held_or_turned_away(
    verdict: Verdict, action: Action, standing: Standing
) -> None:
    assert judged(None, verdict, 1) == (action, standing)


def test_an_edit_that_passes_replaces_the_published_text() -> None:
    assert judged(APPROVED, Verdict.PUBLISH, 2) == (Action.PUBLISH, Standing(Status.APPROVED, 2))


@pytest.mark.parametrize("verdict", [Verdict.HOLD, Verdict.REJECT])
def test_an_edit_that_does_not_pass_waits_while_the_approved_text_stays(verdict: Verdict) -> None:
    assert judged(APPROVED, verdict, 2) == (Action.HOLD, WAITING_EDIT)


@pytest.mark.parametrize("verdict", [Verdict.PUBLISH, Verdict.HOLD, Verdict.REJECT])
@pytest.mark.parametrize("before", [PENDING, WAITING_EDIT])
def test_an_edit_of_a_waiting_comment_never_releases_it(before: Standing, verdict: Verdict) -> None:
    assert judged(before, verdict, 2) == (Action.HOLD, before)


@pytest.mark.parametrize(
    ("before", "action", "after"),
    [
        (PENDING, Action.APPROVE, Standing(Status.APPROVED, 2)),
        (PENDING, Action.REJECT, REJECTED),
        (PENDING, Action.SPAM, SPAM),
        (PENDING, Action.DELETE, DELETED),
        (WAITING_EDIT, Action.APPROVE, Standing(Status.APPROVED, 2)),
        (WAITING_EDIT, Action.REJECT, APPROVED),
        (WAITING_EDIT, Action.SPAM, SPAM),
        (WAITING_EDIT, Action.DELETE, DELETED),
        (APPROVED, Action.APPROVE, Standing(Status.APPROVED, 2)),
        (APPROVED, Action.REJECT, REJECTED),
        (APPROVED, Action.SPAM, SPAM),
        (APPROVED, Action.DELETE, DELETED),
        (REJECTED, Action.APPROVE, Standing(Status.APPROVED, 2)),
        (REJECTED, Action.SPAM, SPAM),
        (REJECTED, Action.DELETE, DELETED),
        (SPAM, Action.APPROVE, Standing(Status.APPROVED, 2)),
        (SPAM, Action.REJECT, REJECTED),
        (SPAM, Action.DELETE, DELETED),
    ],
)
def test_a_moderators_act_does_what_it_says(
    before: Standing, action: Action, after: Standing
) -> None:
    assert decided(before, action, 2, []) == after


@pytest.mark.parametrize(
    ("before", "action"),
    [
        (APPROVED, Action.APPROVE),
        (REJECTED, Action.REJECT),
        (SPAM, Action.SPAM),
        (PENDING, Action.RESTORE),
        (APPROVED, Action.RESTORE),
        *((DELETED, action) for action in MODERATOR_ACTIONS if action is not Action.RESTORE),
    ],
)
def test_an_act_that_would_change_nothing_is_refused(before: Standing, action: Action) -> None:
    with pytest.raises(Conflict) as refused:
        decided(before, action, 1, [])

    assert (refused.value.code, refused.value.field) == ("not_possible", "action")
    assert refused.value.params == {"action": action.value, "status": before.status.value}


@pytest.mark.parametrize("stood", [PENDING, APPROVED, WAITING_EDIT])
def test_restore_takes_a_comment_back_to_where_it_stood(stood: Standing) -> None:
    history = [
        decision(None, stood),
        decision(stood, SPAM, Action.SPAM, ANNA),
        decision(SPAM, DELETED, Action.DELETE, ANNA),
    ]

    assert decided(DELETED, Action.RESTORE, 1, history) == stood


def test_restore_of_what_the_rules_turned_away_puts_it_in_the_queue() -> None:
    history = [decision(None, REJECTED, Action.TURN_AWAY)]

    assert decided(REJECTED, Action.RESTORE, 1, history) == PENDING


def test_nobody_restores_what_its_author_withdrew() -> None:
    history = [decision(None, APPROVED), decision(APPROVED, DELETED, Action.WITHDRAW, AUTHOR)]

    with pytest.raises(Conflict, match="withdrawn"):
        decided(DELETED, Action.RESTORE, 1, history)


def test_the_fold_of_nothing_is_nothing() -> None:
    assert fold([]) is None


def test_a_gap_between_decisions_does_not_fold() -> None:
    with pytest.raises(ValueError, match="does not follow"):
        fold([decision(None, PENDING), decision(APPROVED, SPAM)])


standings = st.builds(Standing, st.sampled_from(Status), st.none() | st.integers(1, 9))
texts = st.text(max_size=20)
decisions = st.builds(
    Decision,
    public_id=texts,
    site_id=st.integers(1),
    comment=texts,
    revision=st.integers(1),
    actor=st.builds(Actor, st.sampled_from(ActorKind), texts, texts),
    action=st.sampled_from(Action),
    before=st.none() | standings,
    after=standings,
    version=st.integers(0),
    at=st.integers(0),
    reason=st.none() | texts,
    note=st.none() | texts,
    undoes=st.none() | texts,
    bulk=st.none() | texts,
    to_author=st.none() | texts,
)


@given(st.lists(standings, min_size=1))
def test_the_fold_of_a_history_is_where_its_last_decision_left_the_comment(
    path: list[Standing],
) -> None:
    history = [decision(None, path[0]), *(decision(one, other) for one, other in pairwise(path))]

    assert fold(history) == history[-1].after


@given(decisions, texts)
def test_a_chained_decision_is_intact(made: Decision, previous: str) -> None:
    linked = chained(made, previous)

    assert is_intact(linked)
    assert linked.previous == previous
    assert replace(linked, previous="", hash="") == replace(made, previous="", hash="")


@given(decisions)
def test_chaining_again_changes_nothing(made: Decision) -> None:
    linked = chained(made, "p")

    assert chained(linked, "p") == linked


CHANGES: dict[str, Callable[[Any], Any]] = {
    "actor": lambda actor: replace(actor, name=actor.name + "x"),
    "action": lambda action: Action.UNDO if action is not Action.UNDO else Action.SPAM,
    "before": lambda before: None if before is not None else PENDING,
    "after": lambda after: replace(after, published=(after.published or 0) + 1),
    "reason": lambda reason: None if reason is not None else "",
    "note": lambda note: None if note is not None else "",
    "undoes": lambda undoes: None if undoes is not None else "",
    "bulk": lambda bulk: None if bulk is not None else "",
    "to_author": lambda words: None if words is not None else "",
}


@given(decisions, st.sampled_from([field.name for field in fields(Decision)]))
def test_a_change_of_any_field_is_found(made: Decision, name: str) -> None:
    linked = chained(made, "p")
    value = getattr(linked, name)
    change = CHANGES.get(name, lambda old: old + ("x" if isinstance(old, str) else 1))

    changed = replace(linked, **{name: change(value)})

    assert not is_intact(changed)


@given(decisions)
def test_a_change_of_who_acted_is_found(made: Decision) -> None:
    linked = chained(made, "p")
    kind = next(kind for kind in ActorKind if kind is not made.actor.kind)

    assert not is_intact(replace(linked, actor=replace(made.actor, kind=kind)))
    assert not is_intact(replace(linked, actor=replace(made.actor, id=made.actor.id + "x")))
