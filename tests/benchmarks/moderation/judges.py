"""The judges that are compared. Each is taught some decided texts and then scores others."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from service.domain.comment import Author
from service.rules.builtin import RULES
from service.rules.engine import facts_of, judge, view
from service.rules.learning.calibration import STRENGTH
from service.rules.learning.logistic import fit
from service.rules.learning.model import example_of
from service.rules.rule_set import parse_rule_set
from tests.benchmarks.moderation.corpus import Text
from tests.rules.judging import context

Score: TypeAlias = Callable[[Text], float]
Teach: TypeAlias = Callable[[Sequence[Text]], Score]

_RULE_SET = parse_rule_set(RULES, {}, 1)
_RULES_COUNT = 0.5
"""What a point of the rules' score adds to the model's margin."""


def rules_score(text: Text) -> float:
    """The score of the default rule set."""
    return judge(_RULE_SET, view(Author(), text.text), context()).score


def facts(text: str) -> tuple[str, ...]:
    """The rules that score a text."""
    return facts_of(judge(_RULE_SET, view(Author(), text), context()).findings)


def wordpress(_taught: Sequence[Text]) -> Score:
    """WordPress as it comes: two links or more are suspect."""
    return lambda text: len(view(Author(), text.text).views.text.links) - 1.5


def rules_alone(_taught: Sequence[Text]) -> Score:
    """The default rule set: suspect from a score of 3."""
    return lambda text: rules_score(text) - _RULE_SET.hold_at


def naive_bayes(taught: Sequence[Text]) -> Score:
    """Multinomial naive Bayes on words, with Laplace's correction."""
    counts: Mapping[bool, Counter[str]] = {True: Counter(), False: Counter()}
    kinds = Counter(text.is_bad for text in taught)
    for text in taught:
        counts[text.is_bad].update(_words(text))
    known = len(counts[True].keys() | counts[False].keys()) + 1
    totals = {kind: sum(words.values()) + known for kind, words in counts.items()}

    def score(text: Text) -> float:
        return math.log((kinds[True] + 1) / (kinds[False] + 1)) + math.fsum(
            math.log((counts[True][word] + 1) / totals[True])
            - math.log((counts[False][word] + 1) / totals[False])
            for word in _words(text)
        )

    return score


def model(taught: Sequence[Text]) -> Score:
    """The learned model, with the rules' facts."""
    weights = fit([example_of(text.lesson) for text in taught], STRENGTH)
    return lambda text: example_of(text.lesson).margin(weights)


def both(taught: Sequence[Text]) -> Score:
    """The learned model and the rules' score together, as the queue is sorted."""
    learned = model(taught)
    return lambda text: learned(text) + _RULES_COUNT * rules_score(text)


JUDGES: Mapping[str, Teach] = {
    "two links (WordPress)": wordpress,
    "rules alone": rules_alone,
    "naive Bayes": naive_bayes,
    "learned model": model,
    "rules and model": both,
}


def _words(text: Text) -> Sequence[str]:
    return view(Author(), text.text).views.text.words
