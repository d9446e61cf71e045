"""The learned model of one site: an opinion on a text, with the words that counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop

from service.domain.comment import Author
from service.domain.lesson import Lesson
from service.rules.contract import Opinion, Stance, Telling
from service.rules.learning.calibration import STRENGTH, Calibration, calibrate, held_out_margins
from service.rules.learning.features import (
    Pieces,
    Words,
    features_of,
    margin_of,
    prior_of,
    unique,
    words_in,
)
from service.rules.learning.logistic import Example, Weights, fit
from service.rules.text import FieldView, Views

LESSONS_MAX = 2_000
"""The newest decisions that a model is fitted to."""
LESSONS_MIN = 40
OF_EACH_MIN = 10
"""Decisions, and those of each kind, below which the model says nothing."""
TELLING_MAX = 5


@dataclass(frozen=True, slots=True)
class LearnedModel:
    """What a site's decisions taught. Equal lessons in equal order give an equal model."""

    weights: Weights
    calibration: Calibration
    good: int
    bad: int
    _pieces: Pieces = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pieces", Pieces(self.weights))

    def opinion(self, views: Views, facts: Sequence[str]) -> Opinion:
        """What the model makes of a text of which the rules in `facts` found something."""
        words = words_in(views.text)
        margin = margin_of(self.weights, self._pieces, views.text, facts, words)
        stance = self._stance(margin)
        return Opinion(
            stance=stance,
            probability=round(self.calibration.probability(margin), 6),
            decisions=self.good + self.bad,
            telling=()
            if stance is Stance.UNSURE
            else self._telling(views.text, words, sign=1 if margin > 0 else -1),
        )

    def _stance(self, margin: float) -> Stance:
        known = self.calibration
        if margin > known.suspect_above:
            return Stance.SUSPECT
        if known.fine_below is not None and margin <= known.fine_below:
            return Stance.FINE
        return Stance.UNSURE

    def _telling(self, view: FieldView, words: Words, *, sign: int) -> tuple[Telling, ...]:
        """The words that spoke loudest for the opinion, where each stands first."""
        said = self._said(words)
        loudest = [(-sign * each, place) for place, each in enumerate(said) if sign * each > 0]
        heapify(loudest)
        telling: list[Telling] = []
        seen: set[str] = set()
        while loudest and len(telling) < TELLING_MAX:
            _, place = heappop(loudest)
            word = view.words[place]
            match = None if word in seen else view.match_words(place, 1)
            seen.add(word)
            if match is not None:
                telling.append(Telling(match.start, match.end, round(said[place], 3)))
        return tuple(telling)

    def _said(self, words: Words) -> list[float]:
        """Of each word what it said for bad: by itself, and with its neighbours."""
        weight = self.weights.__getitem__
        halves = list(map(weight, words[1]))
        return [
            single + (before + after) / 2
            for single, before, after in zip(
                map(weight, words[0]), halves, halves[1:], strict=False
            )
        ]


def learn(lessons: Sequence[Lesson]) -> LearnedModel | None:
    """The model of the newest `LESSONS_MAX` lessons (oldest first); None while they are too few."""
    kept = lessons[-LESSONS_MAX:]
    bad = sum(lesson.is_bad for lesson in kept)
    good = len(kept) - bad
    if len(kept) < LESSONS_MIN or min(good, bad) < OF_EACH_MIN:
        return None
    examples = [example_of(lesson) for lesson in kept]
    calibration = calibrate(held_out_margins(examples))
    return LearnedModel(fit(examples, STRENGTH), calibration, good, bad)


def example_of(lesson: Lesson) -> Example:
    """The lesson in numbers."""
    view = Views(Author(), lesson.text).text
    words = words_in(view)
    return Example(
        features_of(view, lesson.facts, words),
        lesson.is_bad,
        prior_of(lesson.facts),
        unique(words),
    )
