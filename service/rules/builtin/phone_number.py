"""Scored: a telephone number to call or to message."""

import re

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import NoOptions

MATCHES_MAX = 5
_NUMBER = re.compile(r"(?<![\w.,/:=%#&?-])(?:\+|00)?\(?\d[\d ().\-]{7,24}+(?![\w%])")
_DIGITS = range(9, 16)
"""Digits of a number with its area code, up to the 15 of ITU-T E.164."""
_OTHER = re.compile(
    r"\d+\.\d+\Z|(?:19|20)\d\d[-. ]\d\d?[-. ]\d\d?|\d\d?[-. ]\d\d?[-. ](?:19|20)\d\d"
)


def _check(subject: Subject, _context: Context, _options: NoOptions) -> Evidence | None:
    field = subject.views.text
    if not field.has_digits:
        return None
    found = [
        match
        for match in _NUMBER.finditer(field.plain)
        if sum(map(str.isdigit, match[0])) in _DIGITS
        and match[0].lstrip("(").startswith(("+", "0", "1"))
        and not _OTHER.match(match[0])
    ]
    if not found:
        return None
    matches = tuple(
        field.match(match.start(), match.start() + len(match[0].rstrip(" (.-")))
        for match in found[:MATCHES_MAX]
    )
    return Evidence({"number": matches[0].text}, matches)


RULE = Rule(
    name="phone_number",
    version=1,
    phase=Phase.SCORED,
    outcome=Outcome.SCORE,
    weight=2.0,
    options=NoOptions,
    check=_check,
)
