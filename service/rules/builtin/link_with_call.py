"""Scored: a link to another site together with a call to follow it."""

from service.domain.finding import Outcome
from service.rules.builtin import call_to_action
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.phrase_lists import PhraseListOptions
from service.rules.text.phrases import PhraseBook
from service.rules.trust import foreign_links


def _check(subject: Subject, context: Context, prepared: PhraseBook) -> Evidence | None:
    links = foreign_links(subject.views.text, context)
    if not links:
        return None
    call = call_to_action.RULE.check(subject, context, prepared)
    if call is None:
        return None
    link = subject.views.text.match(links[0].start, links[0].end)
    return Evidence({"host": links[0].host}, (link, *call.matches[:1]))


RULE = Rule(
    name="link_with_call",
    version=1,
    phase=Phase.SCORED,
    outcome=Outcome.SCORE,
    weight=1.5,
    options=PhraseListOptions,
    check=_check,
    prepare=call_to_action.RULE.prepare,
    group="links",
)
