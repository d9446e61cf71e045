"""Scored: links in a markup that no form of ours asks for, as programs paste them everywhere."""

import re

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import NoOptions

MATCHES_MAX = 5
_MARKUP = re.compile(r"\[(?:url|link)\b[^\]\[]{0,200}+\]|<a\s[^<>]{0,300}?href", re.IGNORECASE)


def _check(subject: Subject, _context: Context, _options: NoOptions) -> Evidence | None:
    field = subject.views.text
    if "<" not in field.plain and "[" not in field.plain:
        return None
    matches = tuple(
        field.match(found.start(), found.end())
        for found, _ in zip(_MARKUP.finditer(field.plain), range(MATCHES_MAX), strict=False)
    )
    return Evidence({"count": len(matches)}, matches) if matches else None


RULE = Rule(
    name="pasted_markup",
    version=1,
    phase=Phase.SCORED,
    outcome=Outcome.SCORE,
    weight=2.0,
    options=NoOptions,
    check=_check,
    group="links",
)
