"""What a fit learns from examples, and what its margins are worth on texts that it never saw."""

import random
from dataclasses import replace

import pytest

from service.rules.learning.calibration import Calibration, calibrate, is_proven
from service.rules.learning.logistic import Example, emphasis_of, fit, margin_of


def test_a_fit_tells_apart_what_can_be_told_apart() -> None:
    examples = [Example([(1, 1.0), (5, 0.3)], is_bad=True), Example([(2, 1.0)], is_bad=False)] * 20

    weights = fit(examples, 10.0)

    assert margin_of(weights, [(1, 1.0)]) > 1
    assert margin_of(weights, [(2, 1.0)]) < -1
    assert margin_of(weights, [(3, 1.0)]) == 0


def test_a_fit_to_contradictions_stays_in_the_middle() -> None:
    examples = [Example([(1, 1.0)], is_bad=True), Example([(1, 1.0)], is_bad=False)] * 20

    assert abs(margin_of(fit(examples, 10.0), [(1, 1.0)])) < 0.1


def test_a_fit_learns_what_the_priors_leave() -> None:
    known = [Example([(1, 1.0)], is_bad=True, prior=3.0), Example([(2, 1.0)], is_bad=False)] * 20
    unknown = [replace(example, prior=0.0) for example in known]

    assert 0 < fit(known, 10.0)[1] < fit(unknown, 10.0)[1]
    assert fit(known, 10.0)[2] == pytest.approx(fit(unknown, 10.0)[2], abs=0.1)


def test_a_word_that_many_bad_texts_share_weighs_more_than_one_of_them_alone() -> None:
    shared, alone, even = 1, 2, 3
    bad = [Example([(shared, 1.0)], is_bad=True, words=[shared, even])] * 9
    once = Example([(alone, 1.0)], is_bad=True, words=[alone, even])
    good = [Example([(even, 1.0)], is_bad=False, words=[even])] * 10

    emphasis = emphasis_of([*bad, once, *good])

    assert emphasis[shared] > 1 > emphasis[alone] > emphasis[even] == 0.5


def test_words_that_tell_nothing_apart_leave_a_fit_in_the_middle() -> None:
    examples = [Example([(1, 1.0)], is_bad, words=[1]) for is_bad in (True, False)] * 20

    assert abs(margin_of(fit(examples, 10.0), [(1, 1.0)])) < 0.1


def test_a_fit_to_nothing_weighs_nothing() -> None:
    assert not any(fit([], 1.0))


@pytest.mark.parametrize(
    ("errors", "decided", "proven"),
    [(0, 160, False), (0, 161, True), (1, 298, False), (1, 299, True), (5, 300, False)],
)
def test_one_percent_is_proven_by_as_many_as_clopper_and_pearson_ask(
    errors: int, decided: int, proven: bool
) -> None:
    assert is_proven(errors, decided) is proven


def test_margins_that_tell_all_apart_are_trusted_on_both_sides() -> None:
    margins = [(-1.0 - number / 1000, False) for number in range(200)]
    margins += [(1.0 + number / 1000, True) for number in range(200)]

    known = calibrate(margins)

    assert known.fine_below == pytest.approx(-1.0)
    assert known.bad_above == pytest.approx(1.0)
    assert known.suspect_above == 0.0
    assert known.probability(-1.1) < 0.05 < 0.95 < known.probability(1.1)


@pytest.mark.parametrize(
    ("errors", "good", "trusted"),
    [(1, 297, False), (1, 298, True), (5, 994, False), (5, 995, True)],
)
def test_few_errors_are_forgiven_where_they_are_proven_and_half_of_what_is_allowed(
    errors: int, good: int, trusted: bool
) -> None:
    margins = [(-3.0, True)] * errors + [(-2.0 + number / 1000, False) for number in range(good)]

    known = calibrate([*margins, (3.0, True)])

    assert (known.fine_below == max(margin for margin, _ in margins)) is trusted


def test_margins_that_tell_nothing_apart_are_not_trusted() -> None:
    drawn = random.Random(2)
    margins = [(drawn.gauss(0, 1), drawn.random() < 0.5) for _ in range(400)]

    known = calibrate(margins)

    assert known.fine_below is None
    assert known.bad_above is None
    assert 0.3 < known.probability(0.0) < 0.7


def test_at_most_one_good_comment_in_a_hundred_looks_suspect() -> None:
    drawn = random.Random(4)
    margins = [(drawn.gauss(-0.5, 1), False) for _ in range(1000)]
    margins += [(drawn.gauss(2, 1), True) for _ in range(1000)]

    known = calibrate(margins)

    suspect = sum(margin > known.suspect_above for margin, is_bad in margins if not is_bad)
    assert suspect == 10


def test_extreme_margins_have_a_probability_too() -> None:
    known = Calibration(1.0, 0.0, 0.0, None, None)

    assert known.probability(-1e9) == pytest.approx(0)
    assert known.probability(1e9) == 1
    assert replace(known, slope=0.0).probability(5) == 0.5


def test_a_fit_that_cannot_settle_ends_all_the_same() -> None:
    examples = [Example([(1, 1.0)], is_bad=True), Example([(1, 1.0)], is_bad=False)] * 20

    weights = fit(examples, 1e9)

    assert all(weight == weight for weight in weights[:3])
