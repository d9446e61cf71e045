"""An author's record: what people decided counts, and undoing takes it back."""

from dataclasses import replace

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
    decided,
    fold,
    judged,
)
from service.domain.errors import Conflict
from service.domain.finding import Verdict
from service.domain.trust import credit_after

ANNA = Actor(ActorKind.MODERATOR, "m1", "Anna")


class History:
    """The decisions on one comment, grown act by act as the acts themselves do it."""

    def __init__(self, verdict: Verdict = Verdict.HOLD) -> None:
        self.decisions: list[Decision] = []
        self.current = 1
        action, after = judged(None, verdict, 1)
        self._add(action, None, after, RULES)

    @property
    def standing(self) -> Standing:
        folded = fold(self.decisions)
        assert folded is not None
        return folded

    @property
    def credit(self) -> int:
        return credit_after(self.decisions)

    def decide(self, *actions: Action) -> "History":
        for action in actions:
            after = decided(self.standing, action, self.current, self.decisions)
            self._add(action, self.standing, after, ANNA)
        return self

    def undo(self) -> "History":
        last = self.decisions[-1]
        assert last.before is not None
        self._add(Action.UNDO, last.after, last.before, ANNA, undoes=last.public_id)
        return self

    def edit(self, verdict: Verdict) -> "History":
        self.current += 1
        action, after = judged(self.standing, verdict, self.current)
        self._add(action, self.standing, after, RULES)
        return self

    def withdraw(self) -> "History":
        self._add(Action.WITHDRAW, self.standing, Standing(Status.DELETED, None), AUTHOR)
        return self

    def _add(
        self,
        action: Action,
        before: Standing | None,
        after: Standing,
        actor: Actor,
        undoes: str | None = None,
    ) -> None:
        place = len(self.decisions)
        made = Decision(
            f"d{place}", 1, "c", self.current, actor, action, before, after, place, place
        )
        self.decisions.append(replace(made, undoes=undoes))


def test_nothing_counts_before_anything_happened() -> None:
    assert credit_after([]) == 0


@pytest.mark.parametrize("verdict", [Verdict.PUBLISH, Verdict.HOLD, Verdict.REJECT])
def test_what_the_rules_decide_counts_for_nothing(verdict: Verdict) -> None:
    assert History(verdict).credit == 0


@pytest.mark.parametrize(
    ("actions", "credit"),
    [
        ([Action.APPROVE], 1),
        ([Action.REJECT], -1),
        ([Action.SPAM], -1),
        ([Action.DELETE], 0),
        ([Action.APPROVE, Action.SPAM], -1),
        ([Action.APPROVE, Action.DELETE], 0),
        ([Action.SPAM, Action.APPROVE], 1),
        ([Action.APPROVE, Action.SPAM, Action.RESTORE], 1),
        ([Action.SPAM, Action.RESTORE], 0),
    ],
)
def test_the_last_judgement_of_a_person_counts(actions: list[Action], credit: int) -> None:
    assert History().decide(*actions).credit == credit


def test_restoring_what_the_rules_turned_away_counts_for_nothing() -> None:
    assert History(Verdict.REJECT).decide(Action.RESTORE).credit == 0


def test_refusing_an_edit_alone_changes_nothing() -> None:
    history = History().decide(Action.APPROVE).edit(Verdict.HOLD).decide(Action.REJECT)

    assert history.standing == Standing(Status.APPROVED, 1)
    assert history.credit == 1


def test_withdrawing_changes_nothing() -> None:
    assert History().decide(Action.APPROVE).withdraw().credit == 1


def test_undoing_brings_back_what_it_counted_for() -> None:
    history = History().decide(Action.APPROVE, Action.SPAM).undo()

    assert history.credit == 1


def test_an_undo_of_a_decision_that_is_not_there_changes_nothing() -> None:
    history = History().decide(Action.APPROVE).decide(Action.SPAM).undo()

    alone = [history.decisions[0], history.decisions[1], history.decisions[3]]

    assert credit_after(alone) == 1


ACTS = st.lists(
    st.sampled_from([*MODERATOR_ACTIONS, "undo", "edit passes", "edit waits"]), max_size=12
)


def played(acts: list[Action | str]) -> History:
    """The history of these acts; the impossible ones do not happen."""
    history = History()
    for act in acts:
        try:
            if isinstance(act, Action):
                history.decide(act)
            elif act == "undo" and history.decisions[-1].actor == ANNA:
                history.undo()
            elif act != "undo" and history.standing.status in (Status.PENDING, Status.APPROVED):
                history.edit(Verdict.PUBLISH if act == "edit passes" else Verdict.HOLD)
        except Conflict:
            continue
    return history


@given(ACTS, st.sampled_from(MODERATOR_ACTIONS))
def test_undoing_twice_changes_neither_the_standing_nor_the_credit(
    acts: list[Action | str], last: Action
) -> None:
    history = played([*acts, last])
    if history.decisions[-1].actor != ANNA:
        return
    standing, credit = history.standing, history.credit

    history.undo().undo()

    assert (history.standing, history.credit) == (standing, credit)


@given(ACTS)
def test_only_an_approved_or_a_waiting_edits_text_is_public(acts: list[Action | str]) -> None:
    standing = played(acts).standing

    if standing.status is Status.APPROVED:
        assert standing.published is not None
    if standing.status in (Status.REJECTED, Status.SPAM, Status.DELETED):
        assert standing.published is None


@given(ACTS)
def test_a_comment_counts_once_at_most(acts: list[Action | str]) -> None:
    assert played(acts).credit in (-1, 0, 1)
