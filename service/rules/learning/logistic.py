"""Logistic regression with L2 regularisation, fitted by dual coordinate descent.

The method is that of Yu, Huang and Lin, "Dual coordinate descent methods for logistic regression
and maximum entropy models", Machine Learning 85 (2011). Every sum runs in a fixed order and the
shuffling has a fixed seed, so that the same examples always give the same weights.
"""

import math
import random
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import TypeAlias

BUCKETS = 1 << 16
"""Features are hashed into so many weights: 256 KB a model."""

Features = Sequence[tuple[int, float]]
"""The features of one text: bucket and value. No bucket twice."""

Weights: TypeAlias = "array[float]"
"""One number a bucket: how much the feature speaks for bad (positive) or good."""

_EPOCHS_MAX = 60
_SMALL_ENOUGH = 0.1
"""Fitting stops when no example's gradient is larger: more changes no verdict."""
_SETTLED = 0.03
"""An example with a smaller gradient stays as it is: most of the time of a fit goes into moves."""
_NEARLY_NOTHING = 1e-8
"""Where dual variables start: at 0 the gradient has no value."""
_NEWTON_STEPS = 5
_SEED = 20_11


def margin_of(weights: Weights, features: Features) -> float:
    """How far the weights put a text on the bad side; below 0: on the good one."""
    return sum([weights[bucket] * value for bucket, value in features])


@dataclass(frozen=True, slots=True)
class Example:
    """What a person decided about one text: `is_bad` when it was rejected or marked as spam.

    `prior` is the margin that the text has before anything was learned. `words` are the buckets
    whose say depends on how unevenly good and bad texts have them (`emphasis`).
    """

    features: Features
    is_bad: bool
    prior: float = 0.0
    words: Sequence[int] = ()

    def margin(self, weights: Weights) -> float:
        """How far prior and weights put the text on the bad side."""
        return self.prior + margin_of(weights, self.features)


class _Row:
    """An example as the fit sees it: its emphasised features, and its dual variable."""

    __slots__ = ("buckets", "dual", "prior", "sign", "square", "values")

    def __init__(self, example: Example, emphasis: Mapping[int, float]) -> None:
        self.buckets = [bucket for bucket, _ in example.features]
        self.values = [value * emphasis.get(bucket, 1.0) for bucket, value in example.features]
        self.square = math.fsum(value * value for value in self.values)
        self.sign = 1.0 if example.is_bad else -1.0
        self.prior = example.prior
        self.dual = _NEARLY_NOTHING

    def margin(self, weights: list[float]) -> float:
        """How far prior and weights put the example on its own side."""
        found: float = sum(map(mul, map(weights.__getitem__, self.buckets), self.values))
        return self.sign * (self.prior + found)

    def move(self, weights: list[float], dual: float) -> None:
        """Gives the example another dual variable, and the weights what follows from it."""
        by = self.sign * (dual - self.dual)
        self.dual = dual
        for bucket, value in zip(self.buckets, self.values, strict=True):
            weights[bucket] += by * value


def fit(examples: Sequence[Example], strength: float) -> Weights:
    """The weights that, added to the priors, tell bad from good; one a bucket (positive: bad).

    `strength` is the cost of a mistake against that of large weights (C in the paper).
    """
    weights = [0.0] * BUCKETS
    emphasis = emphasis_of(examples)
    rows = [_Row(example, emphasis) for example in examples]
    shuffled = random.Random(_SEED)  # noqa: S311 -- the order in which examples are visited
    for _ in range(_EPOCHS_MAX):
        shuffled.shuffle(rows)
        worst = 0.0
        for row in rows:
            dual, gradient = _minimise(row.dual, strength, row.square, row.margin(weights))
            worst = max(worst, gradient)
            if gradient > _SETTLED:
                row.move(weights, dual)
        if worst < _SMALL_ENOUGH:
            break
    for bucket, share in emphasis.items():
        weights[bucket] *= share
    return array("f", weights)


def emphasis_of(examples: Sequence[Example]) -> Mapping[int, float]:
    """How freely the weight of each word may grow, about 1: half the same for all, half by how
    unevenly good and bad texts have it. Words that many texts of one kind share so outweigh those
    that came once. After the log-count ratios of Wang and Manning, "Baselines and bigrams: simple,
    good sentiment and topic classification", ACL 2012."""
    seen: tuple[Counter[int], Counter[int]] = (Counter(), Counter())
    for example in examples:
        seen[example.is_bad].update(example.words)
    bad = sum(example.is_bad for example in examples)
    evens = math.log((bad + 1) / (len(examples) - bad + 1))
    ratios = {
        bucket: abs(math.log((seen[True][bucket] + 0.5) / (seen[False][bucket] + 0.5)) - evens)
        for bucket in seen[False] | seen[True]
    }
    middle = math.fsum(ratios.values()) / (len(ratios) or 1)
    return {bucket: (1 + ratio / (middle or 1)) / 2 for bucket, ratio in ratios.items()}


def _minimise(dual: float, cost: float, square: float, margin: float) -> tuple[float, float]:
    """The dual variable of one example that is best while all others stay, and how far from it
    the gradient was: algorithm 5 of the paper, on the nearer of the two ends of (0, cost)."""
    flipped = 0.5 * square * (cost - 2 * dual) + margin < 0
    start = cost - dual if flipped else dual
    slope = -margin if flipped else margin
    value = start
    if cost - value < 0.5 * cost:
        value *= 0.1
    gradient = square * (value - start) + slope + math.log(value / (cost - value))
    first = abs(gradient)
    for _ in range(_NEWTON_STEPS):
        if abs(gradient) < 1e-3 * _SETTLED:
            break
        stepped = value - gradient / (square + cost / ((cost - value) * value))
        value = stepped if stepped > 0 else value * 0.1
        gradient = square * (value - start) + slope + math.log(value / (cost - value))
    return (cost - value if flipped else value), first
