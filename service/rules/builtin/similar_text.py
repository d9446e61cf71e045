"""Scored: nearly the same text came in lately, perhaps with other links or names in it."""

from dataclasses import dataclass

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import option


@dataclass(frozen=True, slots=True)
class SimilarTextOptions:
    words: int = option(8, "Words of the text, at the least: short ones are often alike.")


def _check(subject: Subject, context: Context, options: SimilarTextOptions) -> Evidence | None:
    # What has the very same words is `repeated_text`'s.
    if not context.similar or context.repeats > context.is_edit:
        return None
    if len(subject.views.text.words) < options.words:
        return None
    return Evidence({"count": context.similar})


RULE = Rule(
    name="similar_text",
    version=1,
    phase=Phase.SCORED,
    outcome=Outcome.SCORE,
    weight=2.0,
    options=SimilarTextOptions,
    check=_check,
)
