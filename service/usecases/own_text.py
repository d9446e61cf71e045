"""What a moderator writes himself: fit to be a comment, and judged by no rule."""

from dataclasses import replace

from service.domain.comment import UNJUDGED, Author, Revision
from service.domain.finding import Verdict
from service.domain.site import Moderation
from service.rules.builtin import blank_text, long_text
from service.rules.contract import Context
from service.rules.engine import judge, view
from service.rules.rule_set import RuleSet
from service.usecases.judge_text import refuse_if_asked

_GATES = (blank_text.RULE, long_text.RULE)


def refuse_unfit(text: str, rule_set: RuleSet) -> None:
    """Raises Invalid `empty` and `too_long` as the site's rule set has it for visitors."""
    gates = tuple(entry for entry in rule_set.entries if entry.rule in _GATES)
    context = Context(now=0, language="", moderation=Moderation.HOLD_SUSPECT)
    refuse_if_asked(judge(replace(rule_set, entries=gates), view(Author(), text), context))


def unjudged(number: int, text: str, at: int) -> Revision:
    """The text as a revision that no rule was asked about. Nobody's text repeats it: it has no
    fingerprint."""
    return Revision(
        number=number,
        text=text,
        fingerprint="",
        rule_set=UNJUDGED,
        verdict=Verdict.PUBLISH.value,
        score=0.0,
        context={},
        created_at=at,
    )
