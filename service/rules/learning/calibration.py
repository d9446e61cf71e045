"""What a fit is worth: asked on decided texts that it was not fitted to."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.rules.learning.logistic import Example, fit

STRENGTH = 20.0
"""C of the fit: on texts of pages that were never seen 10 to 100 are as good, 3 is worse."""
FOLDS = 5
SUSPECT_RATE = 0.01
"""The part of the good comments that the model may call suspect."""
ERROR_RATE = 0.01
"""The part of what is decided without a person that may be wrong, on either side."""
DOUBT = 0.2
"""One minus the confidence with which the error rate is held: exactly, after Clopper and Pearson,
"The use of confidence or fiducial limits", Biometrika 26 (1934)."""

Margin = tuple[float, bool]
"""How bad a text looked to a fit that did not know it, and whether people found it bad."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Margins from which the model has something to say. None: too few decisions to be sure.

    `slope` and `offset` turn a margin into a probability (Platt, 1999). Above `suspect_above`
    stand at most `SUSPECT_RATE` of the good. At most `ERROR_RATE` of what stands below
    `fine_below` is bad, and of what stands above `bad_above` good, with 80 % confidence each.
    """

    slope: float
    offset: float
    suspect_above: float
    fine_below: float | None
    bad_above: float | None

    def probability(self, margin: float) -> float:
        """How likely people would find a text with this margin bad, 0 to 1."""
        return _logistic(self.slope * margin + self.offset)


def held_out_margins(examples: Sequence[Example]) -> list[Margin]:
    """For each example the margin of a fit to the other folds. Every fifth example is a fold."""
    margins: list[Margin] = [(0.0, False)] * len(examples)
    for fold in range(FOLDS):
        others = [each for place, each in enumerate(examples) if place % FOLDS != fold]
        weights = fit(others, STRENGTH)
        for place in range(fold, len(examples), FOLDS):
            example = examples[place]
            margins[place] = (example.margin(weights), example.is_bad)
    return margins


def calibrate(margins: Sequence[Margin]) -> Calibration:
    """The calibration that held-out margins of both kinds, at least one each, allow."""
    slope, offset = _platt(margins)
    good = sorted((margin for margin, is_bad in margins if not is_bad), reverse=True)
    rising = sorted(margins)
    falling = [(-margin, not is_bad) for margin, is_bad in reversed(rising)]
    bad_above = _proven_below(falling)
    return Calibration(
        slope,
        offset,
        suspect_above=max(good[int(SUSPECT_RATE * len(good))], 0.0),
        fine_below=_proven_below(rising),
        bad_above=None if bad_above is None else -bad_above,
    )


def is_proven(errors: int, decided: int) -> bool:
    """Whether so few errors show, beyond `DOUBT`, a true rate of at most `ERROR_RATE`."""
    return _chance_of_at_most(errors, decided) <= DOUBT


def is_broken(errors: int, decided: int) -> bool:
    """Whether so many errors show, beyond `DOUBT`, a true rate above `ERROR_RATE`."""
    return errors > 0 and 1 - _chance_of_at_most(errors - 1, decided) <= DOUBT


def _chance_of_at_most(errors: int, decided: int) -> float:
    """How likely so few errors are when the true rate is `ERROR_RATE`."""
    chance = term = (1 - ERROR_RATE) ** decided
    for count in range(1, errors + 1):
        term *= (decided - count + 1) / count * ERROR_RATE / (1 - ERROR_RATE)
        chance += term
    return chance


def _proven_below(rising: Iterable[Margin]) -> float | None:
    """The highest margin below which the bad are provenly few. The best of many margins is partly
    luck, so they may be half as many as `ERROR_RATE` allows."""
    errors, proven = 0, None
    for decided, (margin, is_bad) in enumerate(rising, 1):
        errors += is_bad
        few = errors <= ERROR_RATE / 2 * decided
        if few and not is_bad and is_proven(errors, decided):
            proven = margin
    return proven


def _platt(margins: Sequence[Margin]) -> tuple[float, float]:
    """Slope and offset of the logistic curve through the margins, by Newton's method, with the
    targets that Platt gives to keep few examples from certainty."""
    bad = sum(is_bad for _, is_bad in margins)
    targets = (1 / (len(margins) - bad + 2), (bad + 1) / (bad + 2))
    slope, offset = 1.0, 0.0
    for _ in range(30):
        rise = lean = curve = turn = bend = 0.0
        for margin, is_bad in margins:
            chance = _logistic(slope * margin + offset)
            error, spread = chance - targets[is_bad], chance * (1 - chance) + 1e-9
            rise += error * margin
            lean += error
            curve += spread * margin * margin
            turn += spread * margin
            bend += spread
        curve += 1e-6
        scale = curve * bend - turn * turn
        step, shift = (bend * rise - turn * lean) / scale, (curve * lean - turn * rise) / scale
        # Newton may overshoot where the curve is flat: no step is longer than what is there.
        limit = max(1.0, abs(slope))
        slope -= max(-limit, min(limit, step))
        offset -= max(-limit, min(limit, shift))
    return max(slope, 0.0), offset


def _logistic(value: float) -> float:
    if value < 0:
        return math.exp(max(value, -700.0)) / (1 + math.exp(max(value, -700.0)))
    return 1 / (1 + math.exp(-value))
