"""Scored: more links to other sites than a comment needs."""

from dataclasses import dataclass

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import option
from service.rules.trust import foreign_links

MATCHES_MAX = 20


@dataclass(frozen=True, slots=True)
class ManyLinksOptions:
    limit: int = option(3, "Links to other sites from which the text is suspect.", at_least=1)


def _check(subject: Subject, context: Context, options: ManyLinksOptions) -> Evidence | None:
    text = subject.views.text
    links = foreign_links(text, context)
    if len(links) < options.limit:
        return None
    matches = tuple(text.match(link.start, link.end) for link in links[:MATCHES_MAX])
    return Evidence({"count": len(links), "limit": options.limit}, matches)


RULE = Rule(
    name="many_links",
    version=1,
    phase=Phase.SCORED,
    outcome=Outcome.SCORE,
    weight=3.0,
    options=ManyLinksOptions,
    check=_check,
    group="links",
)
