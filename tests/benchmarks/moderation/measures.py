"""What is measured of a judge of texts: scores on texts that it was not taught."""

import math
from collections.abc import Sequence

Scored = tuple[float, bool]
"""How bad a judge finds a text, and whether people found it bad."""


def recall_at(scored: Sequence[Scored], false_positives: float) -> float:
    """The share of the bad above the score that this share of the good exceeds, 0 to 1."""
    good = sorted((score for score, is_bad in scored if not is_bad), reverse=True)
    bad = [score for score, is_bad in scored if is_bad]
    threshold = good[int(false_positives * len(good))]
    return sum(score > threshold for score in bad) / len(bad)


def accuracy(scored: Sequence[Scored]) -> float:
    """The share of the texts on whose side the score 0 puts them."""
    return sum((score > 0) is is_bad for score, is_bad in scored) / len(scored)


def mean(values: Sequence[float]) -> float:
    """The mean of at least one value."""
    return sum(values) / len(values)


def spread(values: Sequence[float]) -> float:
    """The standard deviation of at least one value."""
    middle = mean(values)
    return math.sqrt(mean([(value - middle) ** 2 for value in values]))
