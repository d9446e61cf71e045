"""Laws of judging, on texts that make many rules speak: order within a phase means nothing, and
what has no vote changes nothing. The learned model takes part, which hears of the other rules."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.comment import Author
from service.domain.site import Moderation
from service.rules.builtin import RULES
from service.rules.contract import Context, Opinion, Phase, Stance
from service.rules.engine import Judgement, judge, view
from service.rules.rule_set import RuleSet, parse_rule_set
from service.rules.text import Views
from tests.rules.judging import context

PARTS = (
    "Check out my channel",
    "http://a.nl http://b.nl http://c.nl",
    "https://bit.ly/x",
    "bel 0612345678",
    "earn $500",
    '<a href="http://d.nl">d</a>',
    "kip",
    "mooi verhaal",
)
sentences = st.lists(st.sampled_from(PARTS), min_size=1, max_size=6).map(" ".join)
seen_before = st.builds(
    context,
    moderation=st.sampled_from([Moderation.HOLD_SUSPECT, Moderation.HOLD_NEW]),
    proven=st.booleans(),
    approved=st.integers(0, 6),
    repeats=st.integers(0, 1),
    audited=st.booleans(),
)
hows = {"how": st.sampled_from(["on", "on", "on", "shadow"])}
weights = {"weight": st.sampled_from([0.1, 0.2, 0.3, 0.7])}
each_rule = st.fixed_dictionaries(
    {
        rule.name: st.fixed_dictionaries(hows | (weights if rule.phase is Phase.SCORED else {}))
        for rule in RULES
    }
)
OPTIONS: Mapping[str, dict[str, Any]] = {
    "word_list": {"words": ["kip"]},
    "first_time_author": {"approvals": 5},
    "trusted_author": {"links": 9},
}
often = settings(max_examples=500, deadline=None)
"""Much has to meet before an order, or a vote too many, could tip a verdict over."""


class Hearsay:
    """An adviser whose opinion hangs on all that it is told, as a learned one's does."""

    def opinion(self, views: Views, facts: Sequence[str]) -> Opinion:
        drawn = blake2b(f"{views.text.plain} {facts}".encode(), digest_size=1).digest()[0]
        return Opinion(tuple(Stance)[drawn % len(Stance)], drawn / 255, 50)


def rules_of(chosen: Mapping[str, Mapping[str, Any]], *, shadows: bool = True) -> RuleSet:
    """The rule set; without `shadows`, what would be in the shadow is off."""
    rules = {
        name: {
            "enabled": shadows or rule["how"] == "on",
            "shadow": rule["how"] == "shadow",
            "options": OPTIONS.get(name, {}),
            **({"weight": rule["weight"]} if "weight" in rule else {}),
        }
        for name, rule in chosen.items()
    }
    return parse_rule_set(RULES, {"hold_at": 0.6, "reject_at": 2, "rules": rules}, 1)


def judged_by(rules: RuleSet, text: str, seen: Context) -> Judgement:
    return judge(rules, view(Author("Jan"), text), seen, Hearsay())


@often
@given(sentences, seen_before, each_rule, st.randoms())
def test_the_order_within_a_phase_changes_neither_verdict_nor_score_nor_opinion(
    text: str, seen: Context, chosen: dict[str, Any], chance: random.Random
) -> None:
    rules = rules_of(chosen)
    order = sorted(rules.entries, key=lambda entry: (entry.rule.phase, chance.random()))

    usual = judged_by(rules, text, seen)
    other = judged_by(replace(rules, entries=tuple(order)), text, seen)

    assert other.verdict is usual.verdict
    assert (other.score, other.opinion) == (usual.score, usual.opinion)


@often
@given(sentences, seen_before, each_rule)
def test_rules_in_the_shadow_change_nothing_that_would_be_without_them(
    text: str, seen: Context, chosen: dict[str, Any]
) -> None:
    beside = judged_by(rules_of(chosen), text, seen)
    without = judged_by(rules_of(chosen, shadows=False), text, seen)

    assert (beside.verdict, beside.score) == (without.verdict, without.score)
    assert without.opinion in (None, beside.opinion)
