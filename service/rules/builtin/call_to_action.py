"""Scored: the text calls readers to do something for its writer: subscribe, visit, buy, earn."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import option
from service.rules.text import fold
from service.rules.text.phrases import PhraseBook

LANGUAGES = ("nl", "en")
MATCHES_MAX = 20
STRENGTH_MAX = 3
"""Of calls that add up; a text full of them is no worse than one with three."""


@dataclass(frozen=True, slots=True)
class CallToActionOptions:
    languages: tuple[str, ...] = option(
        LANGUAGES, "Languages whose calls are looked for.", among=LANGUAGES, filled=True
    )


@cache
def _prepare(options: CallToActionOptions) -> PhraseBook:
    return PhraseBook(entry for language in options.languages for entry in _calls(language))


def _calls(language: str) -> list[tuple[str, int]]:
    text = files("service.rules").joinpath("calls", f"{language}.txt").read_text("utf-8")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    entries = [line.partition(" ") for line in lines if not line.startswith("#")]
    return [(fold(phrase), int(strength)) for strength, _, phrase in entries]


def _check(subject: Subject, _context: Context, book: PhraseBook) -> Evidence | None:
    field = subject.views.text
    found = list(book.find(field.words))
    if not found:
        return None
    places = [field.match_words(phrase.first, phrase.size) for phrase in found[:MATCHES_MAX]]
    matches = tuple(match for match in places if match is not None)
    if not matches:
        return None
    strengths = {
        field.words[phrase.first : phrase.first + phrase.size]: phrase.strength for phrase in found
    }
    strength = min(sum(strengths.values()), STRENGTH_MAX)
    return Evidence({"phrase": matches[0].text, "count": len(found)}, matches, times=strength)


RULE = Rule(
    name="call_to_action",
    version=1,
    phase=Phase.SCORED,
    outcome=Outcome.SCORE,
    weight=1.0,
    options=CallToActionOptions,
    check=_check,
    prepare=_prepare,
    group="calls",
)
