"""The measures of a judge, on scores that can be counted by hand."""

import pytest

from tests.benchmarks.moderation.measures import accuracy, mean, recall_at

GOOD = [(float(number), False) for number in range(100)]


def test_recall_counts_the_bad_above_what_few_of_the_good_exceed() -> None:
    bad = [(97.5, True), (98.5, True), (99.5, True), (3.0, True)]

    assert recall_at([*GOOD, *bad], 0.01) == pytest.approx(0.5)
    assert recall_at([*GOOD, *bad], 0.0) == pytest.approx(0.25)


def test_a_bad_text_with_the_score_of_the_last_good_one_is_not_caught() -> None:
    assert recall_at([*GOOD, (98.0, True)], 0.01) == 0


def test_accuracy_counts_both_sides() -> None:
    assert accuracy([(1.0, True), (-1.0, False), (1.0, False), (-1.0, True)]) == 0.5


def test_a_mean_is_a_mean() -> None:
    assert mean([1.0, 2.0]) == 1.5
