"""Logistic regression with L2 regularisation, fitted by dual coordinate descent.

The method is that of Yu, Huang and Lin, "Dual coordinate descent methods for logistic regression
and maximum entropy models", Machine Learning 85 (2011). Every sum runs in a fixed order and the
shuffling has a fixed seed, so that the same examples always give the same weights.
"""

import math
import random
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

BUCKETS = 1 << 16
"""Features are hashed into so many weights: 256 KB a model."""

Features = Sequence[tuple[int, float]]
"""The features of one text: bucket and value. No bucket twice."""

Weights: TypeAlias = "array[float]"
"""One number a bucket: how much the feature speaks for bad (positive) or good."""

_EPOCHS_MAX = 60
_SMALL_ENOUGH = 0.03
"""Fitting stops when no example's gradient is larger: more changes no verdict."""
_NEWTON_STEPS = 5
_SEED = 20_11


def margin_of(weights: Weights, features: Features) -> float:
    """How far the weights put a text on the bad side; below 0: on the good one."""
    return sum([weights[bucket] * value for bucket, value in features])


@dataclass(frozen=True, slots=True)
class Example:
    """What a person decided about one text: `is_bad` when it was rejected or marked as spam.

    `prior` is the margin that the text has before anything was learned.
    """

    features: Features
    is_bad: bool
    prior: float = 0.0

    def margin(self, weights: Weights) -> float:
        """How far prior and weights put the text on the bad side."""
        return self.prior + margin_of(weights, self.features)


def fit(examples: Sequence[Example], strength: float) -> Weights:
    """The weights that, added to the priors, tell bad from good; one a bucket (positive: bad).

    `strength` is the cost of a mistake against that of large weights (C in the paper).
    """
    weights = array("d", bytes(8 * BUCKETS))
    signs = [1.0 if example.is_bad else -1.0 for example in examples]
    squares = [math.fsum(value * value for _, value in each.features) for each in examples]
    duals = [1e-8] * len(examples)
    for example, sign, dual in zip(examples, signs, duals, strict=True):
        _move(weights, example.features, sign * dual)
    order = list(range(len(examples)))
    shuffled = random.Random(_SEED)  # noqa: S311 -- the order in which examples are visited
    for _ in range(_EPOCHS_MAX):
        shuffled.shuffle(order)
        worst = 0.0
        for number in order:
            example, sign = examples[number], signs[number]
            margin = sign * example.margin(weights)
            dual, gradient = _minimise(duals[number], strength, squares[number], margin)
            worst = max(worst, gradient)
            if dual != duals[number]:
                _move(weights, example.features, sign * (dual - duals[number]))
                duals[number] = dual
        if worst < _SMALL_ENOUGH:
            break
    return array("f", weights)


def _move(weights: Weights, features: Features, by: float) -> None:
    for bucket, value in features:
        weights[bucket] += by * value


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
        if abs(gradient) < 1e-3 * _SMALL_ENOUGH:
            break
        stepped = value - gradient / (square + cost / ((cost - value) * value))
        value = stepped if stepped > 0 else value * 0.1
        gradient = square * (value - start) + slope + math.log(value / (cost - value))
    return (cost - value if flipped else value), first
