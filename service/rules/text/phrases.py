"""Phrases of whole words with gaps, found in a text's words."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

GAP_MAX = 2
"""Words that a gap (`*`) may stand for; it may stand for none."""


class Phrase(NamedTuple):
    """Where a phrase stands: the number of its first word, how many words, and how strong it is."""

    first: int
    size: int
    strength: int


class PhraseBook:
    """Phrases to look for. Finding them takes time linear in the words for any one book."""

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        """Each entry is a folded phrase, `*` for a gap but not at its ends, with its strength."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for phrase, strength in entries:
            first, *rest = phrase.split()
            self._by_first.setdefault(first, []).append((tuple(rest), strength))

    def find(self, words: Sequence[str]) -> Iterator[Phrase]:
        """The phrases in order, of those that start at one word the strongest and longest. What
        lies inside the phrase before is left out."""
        if self._by_first.keys().isdisjoint(words):
            return
        free_from = 0
        for place, word in enumerate(words):
            if place < free_from or word not in self._by_first:
                continue
            found = [
                (strength, end)
                for rest, strength in self._by_first[word]
                if (end := _end(words, place + 1, rest)) is not None
            ]
            if found:
                strength, free_from = max(found)
                yield Phrase(place, free_from - place, strength)


def _end(words: Sequence[str], place: int, rest: Sequence[str]) -> int | None:
    """The place after the last word when `rest` follows at `place`, None when it does not."""
    for number, wanted in enumerate(rest):
        if wanted == "*":
            ends = (_end(words, place + gap, rest[number + 1 :]) for gap in range(GAP_MAX + 1))
            return next((end for end in ends if end is not None), None)
        if place >= len(words) or words[place] != wanted:
            return None
        place += 1
    return place
