"""Short ways to judge a text in these tests."""

from typing import Any

from hypothesis import strategies as st

from service.domain.comment import Author
from service.domain.finding import Finding, Outcome
from service.domain.site import Moderation
from service.rules.builtin import RULES
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.engine import Judgement, judge, view
from service.rules.options import NoOptions
from service.rules.rule_set import RuleSet, parse_rule_set

NOW = 1_763_892_000_000


def context(**known: Any) -> Context:
    given = {"now": NOW, "language": "nl", "moderation": Moderation.HOLD_SUSPECT, **known}
    return Context(**given)


def rule_set(**rules: dict[str, Any]) -> RuleSet:
    """The default rule set with these rules' options changed."""
    content = {"rules": {name: {"options": options} for name, options in rules.items()}}
    return parse_rule_set(RULES, content, 1)


DEFAULT = parse_rule_set(RULES, {}, 1)


def judged(
    text: str = "Wat een mooi verhaal.",
    *,
    author: Author | None = None,
    rules: RuleSet | None = None,
    **known: Any,
) -> Judgement:
    subject = view(author or Author("Jan"), text)
    return judge(rules or DEFAULT, subject, context(**known))


def found(judgement: Judgement, rule: str) -> Finding | None:
    return next((finding for finding in judgement.findings if finding.rule == rule), None)


def made_rule(name: str = "made", outcome: Outcome = Outcome.HOLD, **changes: Any) -> Rule:
    """A rule that always speaks."""
    phase = {Outcome.REFUSE: Phase.GATE, Outcome.SCORE: Phase.SCORED}.get(outcome, Phase.FORCED)
    values: dict[str, Any] = {
        "name": name,
        "version": 1,
        "phase": phase,
        "outcome": outcome,
        "weight": 1.0,
        "options": NoOptions,
        "check": speaks,
        **changes,
    }
    return Rule(**values)


def speaks(_subject: Subject, _context: Context, _options: NoOptions) -> Evidence | None:
    return Evidence()


def breaks(_subject: Subject, _context: Context, _options: NoOptions) -> Evidence | None:
    raise LookupError("broken")


texts = st.text(
    alphabet=st.one_of(
        st.sampled_from("aB z.:/@-_()[]<>\"',;%#?\n\u0301\u200b\u202eéßİﬁ！ａ。ﷺ👍\u2800"),
        st.characters(),
    ),
    max_size=60,
)
"""Texts with much of what is hard: marks, invisible characters, compatibility forms, links."""
