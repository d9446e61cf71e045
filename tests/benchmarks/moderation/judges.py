"""The judges that are compared. Each is taught some decided texts and then scores others."""

import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TypeAlias
from zlib import crc32

from service.domain.comment import Author
from service.rules.engine import view
from service.rules.learning.calibration import STRENGTH
from service.rules.learning.logistic import BUCKETS, Example, fit, margin_of
from tests.benchmarks.moderation.corpus import RULE_SET, Text

Score: TypeAlias = Callable[[Text], float]
Teach: TypeAlias = Callable[[Sequence[Text]], Score]


def wordpress(_taught: Sequence[Text]) -> Score:
    """WordPress as it comes: two links or more are suspect."""
    return lambda text: len(view(Author(), text.text).views.text.links) - 1.5


def rules_alone(_taught: Sequence[Text]) -> Score:
    """The default rule set: suspect from a score of 3."""
    return lambda text: text.judgement.score - RULE_SET.hold_at


def naive_bayes(taught: Sequence[Text]) -> Score:
    """Multinomial naive Bayes on words, with Laplace's correction."""
    counts: Mapping[bool, Counter[str]] = {True: Counter(), False: Counter()}
    kinds = Counter(text.is_bad for text in taught)
    for text in taught:
        counts[text.is_bad].update(text.words)
    known = len(counts[True].keys() | counts[False].keys()) + 1
    totals = {kind: sum(words.values()) + known for kind, words in counts.items()}

    def score(text: Text) -> float:
        return math.log((kinds[True] + 1) / (kinds[False] + 1)) + math.fsum(
            math.log((counts[True][word] + 1) / totals[True])
            - math.log((counts[False][word] + 1) / totals[False])
            for word in text.words
        )

    return score


def two_blocks(taught: Sequence[Text]) -> Score:
    """The best that was measured before ours was made: logistic regression with C = 3 on words and
    pairs in one block and the names of the rules, at 0.3, in another."""
    weights = fit([Example(_two_blocks(text), text.is_bad) for text in taught], 3.0)
    return lambda text: margin_of(weights, _two_blocks(text))


def without_rules(taught: Sequence[Text]) -> Score:
    """The learned model where no rule told it anything."""
    weights = fit([text.example_without_facts for text in taught], STRENGTH)
    return lambda text: text.example_without_facts.margin(weights)


def both(taught: Sequence[Text]) -> Score:
    """The learned model as it is used: it starts from what the rules say, and learns the rest."""
    weights = fit([text.example for text in taught], STRENGTH)
    return lambda text: text.example.margin(weights)


JUDGES: Mapping[str, Teach] = {
    "two links (WordPress)": wordpress,
    "rules alone": rules_alone,
    "naive Bayes": naive_bayes,
    "two blocks": two_blocks,
    "model without rules": without_rules,
    "rules and model": both,
}


@cache
def _two_blocks(text: Text) -> list[tuple[int, float]]:
    words = text.words
    pairs = [" ".join(pair) for pair in itertools.pairwise(words)]
    said = {each: 1 + math.log(count) for each, count in Counter([*words, *pairs]).items()}
    found = {f"rule {fact.partition(' ')[0]}": 1.0 for fact in text.lesson.facts}
    features = Counter({0: 0.3})
    for block, weight in ((said, 1.0), (found, 0.3)):
        size = math.sqrt(_sum_of_squares(block.values())) or 1.0
        for name, value in block.items():
            features[crc32(name.encode("utf-8", "surrogatepass")) % BUCKETS] += (
                weight * value / size  # type: ignore[assignment] -- a Counter of real numbers
            )
    return list(features.items())


def _sum_of_squares(values: Iterable[float]) -> float:
    return math.fsum(value * value for value in values)
