"""How likely a text is bad, in one number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.finding import Verdict
from service.rules.contract import Opinion, Stance
from service.rules.engine import Judgement
from service.rules.suspicion import MOST, suspicion


def of(score: float, opinion: Opinion | None = None) -> int:
    return suspicion(Judgement(Verdict.HOLD, score, (), None, opinion), 3.0)


@pytest.mark.parametrize(("score", "expected"), [(0, 0), (3, 500), (9, 750), (-1, 0)])
def test_without_a_model_the_score_tells(score: float, expected: int) -> None:
    assert of(score) == expected


def test_the_model_tells_where_there_is_one() -> None:
    assert of(9, Opinion(Stance.UNSURE, 0.25, 100)) == 250


def test_a_lost_model_tells_nothing() -> None:
    assert of(3, Opinion(Stance.LOST, 0.5, 0)) == 500


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_higher_score_is_never_less_suspicious(one: float, other: float) -> None:
    low, high = sorted((one, other))

    assert 0 <= of(low) <= of(high) <= MOST
