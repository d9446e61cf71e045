"""Scored: an amount of money, as offers and promises of income have it."""

import re

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import NoOptions

MATCHES_MAX = 5
_AMOUNT = re.compile(
    r"[$£€]\s?\d[\d.,]{0,12}+|(?<![\w.,])\d[\d.,]{0,12}+\s?(?:[$£€]|(?:dollars?|euros?|usd|eur)\b)",
    re.IGNORECASE,
)


def _check(subject: Subject, _context: Context, _options: NoOptions) -> Evidence | None:
    field = subject.views.text
    if not field.has_digits:
        return None
    matches = tuple(
        field.match(found.start(), found.end())
        for found, _ in zip(_AMOUNT.finditer(field.plain), range(MATCHES_MAX), strict=False)
    )
    return Evidence({"amount": matches[0].text}, matches) if matches else None


RULE = Rule(
    name="money_amount",
    version=1,
    phase=Phase.SCORED,
    outcome=Outcome.SCORE,
    weight=1.0,
    options=NoOptions,
    check=_check,
    group="calls",
)
