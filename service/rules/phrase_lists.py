"""Lists of phrases that come with Reactie, one file a language, and the rules that use them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice

from service.domain.finding import Match, Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import option
from service.rules.text import FieldView, fold
from service.rules.text.phrases import PhraseBook

LANGUAGES = ("nl", "en")
MATCHES_MAX = 20
"""Phrases of one text that are looked at: enough to see why, bounded for storage."""
STRENGTH_MAX = 3
"""Of phrases that add up; a text full of them is no worse than one with three."""


@dataclass(frozen=True, slots=True)
class PhraseListOptions:
    languages: tuple[str, ...] = option(
        LANGUAGES, "Languages whose phrases are looked for.", among=LANGUAGES, filled=True
    )


@cache
def phrase_book(folder: str, languages: Sequence[str]) -> PhraseBook:
    """The phrases of the lists in a folder of `service/rules`."""
    return PhraseBook(entry for language in languages for entry in _entries(folder, language))


def _entries(folder: str, language: str) -> Iterable[tuple[str, int]]:
    text = files("service.rules").joinpath(folder, f"{language}.txt").read_text("utf-8")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    entries = [line.partition(" ") for line in lines if not line.startswith("#")]
    return [(fold(phrase), int(strength)) for strength, _, phrase in entries]


def phrases_in(field: FieldView, book: PhraseBook) -> Evidence | None:
    """The phrases of a text as evidence; the strengths of different ones add up."""
    matches: list[Match] = []
    strengths: dict[tuple[str, ...], int] = {}
    for phrase in islice(book.find(field.words), MATCHES_MAX):
        match = field.match_words(phrase.first, phrase.size)
        if match is not None:
            matches.append(match)
            strengths[field.words[phrase.first : phrase.first + phrase.size]] = phrase.strength
    if not matches:
        return None
    strength = min(sum(strengths.values()), STRENGTH_MAX)
    return Evidence(
        {"phrase": matches[0].text, "count": len(matches), "strength": strength},
        tuple(matches),
        times=strength,
    )


def _check(subject: Subject, _context: Context, book: PhraseBook) -> Evidence | None:
    return phrases_in(subject.views.text, book)


def phrase_rule(name: str, folder: str, *, version: int, group: str | None = None) -> Rule:
    """A scored rule that finds the phrases of the lists in a folder of `service/rules`."""

    def prepare(options: PhraseListOptions) -> PhraseBook:
        return phrase_book(folder, options.languages)

    return Rule(
        name=name,
        version=version,
        phase=Phase.SCORED,
        outcome=Outcome.SCORE,
        weight=1.0,
        options=PhraseListOptions,
        check=_check,
        prepare=prepare,
        group=group,
    )
