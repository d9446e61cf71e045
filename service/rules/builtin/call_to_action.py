"""Scored: the text calls readers to do something for its writer: subscribe, visit, buy, earn."""

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.phrase_lists import PhraseListOptions, phrase_book, phrases_in
from service.rules.text.phrases import PhraseBook


def _prepare(options: PhraseListOptions) -> PhraseBook:
    return phrase_book("calls", options.languages)


def _check(subject: Subject, _context: Context, book: PhraseBook) -> Evidence | None:
    return phrases_in(subject.views.text, book)


RULE = Rule(
    name="call_to_action",
    version=2,
    phase=Phase.SCORED,
    outcome=Outcome.SCORE,
    weight=1.0,
    options=PhraseListOptions,
    check=_check,
    prepare=_prepare,
    group="calls",
)
