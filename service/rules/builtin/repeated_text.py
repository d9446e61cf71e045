"""Scored: the same words came in before. Never refused: people do send a comment twice."""

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import NoOptions


def _check(_subject: Subject, context: Context, _options: NoOptions) -> Evidence | None:
    # An edit that mends a comma has the words of the comment's own last revision: not a repeat.
    repeats = context.repeats - context.is_edit
    return Evidence({"count": repeats}) if repeats >= 1 else None


RULE = Rule(
    name="repeated_text",
    version=1,
    phase=Phase.SCORED,
    outcome=Outcome.SCORE,
    weight=3.0,
    options=NoOptions,
    check=_check,
)
