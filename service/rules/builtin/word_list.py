"""Forced: a word or phrase that a person must look at, also in disguise. Whole words only, so that
no innocent word is held for what stands inside it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice

from service.domain.finding import Match, Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import UnusableEntry, option
from service.rules.text import FIELDS, DisguiseBook, FieldView, fold, words_of

LANGUAGES = ("nl", "en")
PHRASE_MAX = 8
"""Words in one phrase: bounds the work for each word of a text."""
MATCHES_MAX = 20
"""Matches kept of one field: enough to see why, bounded for storage."""

_NUMBERED = re.compile(r"[A-Z][0-9]+")
"""Roads, sheets of paper, aeroplanes: A50 is no disguise."""


@dataclass(frozen=True, slots=True)
class WordListOptions:
    words: tuple[str, ...] = option((), "Your own words and phrases, besides the built-in lists.")
    exceptions: tuple[str, ...] = option(
        (), "Words and phrases that are fine, also where they contain a listed one."
    )
    fields: tuple[str, ...] = option(FIELDS, "Where to look.", among=FIELDS, filled=True)
    languages: tuple[str, ...] = option(
        LANGUAGES, "Built-in lists that are used; none if empty.", among=LANGUAGES
    )


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of whole words: `sizes` tells for a first word how many words a phrase may have."""

    known: frozenset[str]
    sizes: dict[str, tuple[int, ...]]

    def places(self, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """Each phrase in `words`, as its first word's number and how many words it has."""
        if self.sizes.keys().isdisjoint(words):
            return
        for first, word in enumerate(words):
            for size in self.sizes.get(word, ()):
                if " ".join(words[first : first + size]) in self.known:
                    yield first, size


@dataclass(frozen=True, slots=True)
class _Prepared:
    listed: Phrases
    fine: Phrases
    disguised: DisguiseBook
    fields: tuple[str, ...]


def _prepare(options: WordListOptions) -> _Prepared:
    built_in = (entry for language in options.languages for entry in _built_in(language))
    own, fine = _phrases(options.words), _phrases(options.exceptions, "exceptions")
    _refuse_contradictions(options.words, own.known & fine.known)
    listed = _phrases([*built_in, *options.words])
    return _Prepared(
        listed=listed,
        fine=fine,
        disguised=DisguiseBook(listed.known - fine.known),
        fields=options.fields,
    )


def _refuse_contradictions(words: Iterable[str], both: frozenset[str]) -> None:
    """Raises UnusableEntry for the first of the words that is an exception too."""
    phrases = [" ".join(words_of(fold(entry))) for entry in words] if both else []
    for number, phrase in enumerate(phrases, 1):
        if phrase in both:
            mend = f'"{phrase[:60]}" is a word and an exception: take one of them away'
            raise UnusableEntry("words", number, mend)


@cache
def _built_in(language: str) -> tuple[str, ...]:
    text = files("service.rules").joinpath("words", f"{language}.txt").read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def _phrases(entries: Iterable[str], option: str = "words") -> Phrases:
    known: set[str] = set()
    sizes: dict[str, set[int]] = {}
    for number, entry in enumerate(entries, 1):
        words = words_of(fold(entry))
        if not 1 <= len(words) <= PHRASE_MAX:
            mend = f'"{entry[:60]}" must be 1 to {PHRASE_MAX} words of letters or digits'
            raise UnusableEntry(option, number, mend)
        known.add(" ".join(words))
        sizes.setdefault(words[0], set()).add(len(words))
    return Phrases(
        frozenset(known), {word: tuple(sorted(counts)) for word, counts in sizes.items()}
    )


def _check(subject: Subject, _context: Context, prepared: _Prepared) -> Evidence | None:
    matches = [
        match
        for field in map(subject.views.field, prepared.fields)
        for match in islice(_matches(field, prepared), MATCHES_MAX)
    ]
    if not matches:
        return None
    return Evidence({"word": matches[0].text, "count": len(matches)}, tuple(matches))


def _matches(field: FieldView, prepared: _Prepared) -> Iterator[Match]:
    """The listed phrases of a field that stand in no phrase that is fine, then the words of the
    list that stand there in disguise."""
    fine: set[int] | None = None
    for first, size in prepared.listed.places(field.words):
        if fine is None:
            fine = {
                start + offset
                for start, length in prepared.fine.places(field.words)
                for offset in range(length)
            }
        match = field.match_words(first, size)
        if match is not None and not fine.issuperset(range(first, first + size)):
            yield match
    for start, end in prepared.disguised.find(
        field.folded.text, stretched=field.is_stretched, apart=field.has_lone_letters
    ):
        match = field.match(*field.folded.source_span(start, end))
        if not _NUMBERED.fullmatch(match.text):
            yield match


RULE = Rule(
    name="word_list",
    version=2,
    phase=Phase.FORCED,
    outcome=Outcome.HOLD,
    weight=0.0,
    options=WordListOptions,
    check=_check,
    prepare=_prepare,
)
