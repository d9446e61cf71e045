"""Scored: a link that tells its site who sent the visitor, and mostly whom to pay for that."""

import re

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import NoOptions
from service.rules.trust import foreign_links

MATCHES_MAX = 20
_REFERRAL = re.compile(
    r"[?&;](?:ref|refer|referrer|referr?al|refid|aff|affid|affiliate|partner|invite|tag|rid|r)="
    r"|/(?:ref|refer|referral|aff|invite)/",
    re.IGNORECASE,
)


def _check(subject: Subject, context: Context, _options: NoOptions) -> Evidence | None:
    text = subject.views.text
    found = [
        link
        for link in foreign_links(text, context)
        if _REFERRAL.search(text.plain, link.start, link.end)
    ]
    if not found:
        return None
    matches = tuple(text.match(link.start, link.end) for link in found[:MATCHES_MAX])
    return Evidence({"host": found[0].host, "count": len(found)}, matches)


RULE = Rule(
    name="referral_link",
    version=1,
    phase=Phase.SCORED,
    outcome=Outcome.SCORE,
    weight=2.0,
    options=NoOptions,
    check=_check,
    group="links",
)
