"""Phrases of whole words with gaps, found in a text's words."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import NamedTuple

GAP_MAX = 2
"""Words that a gap (`*`) may stand for; it may stand for none."""


class Phrase(NamedTuple):
    """Where a phrase stands: the number of its first word, how many words, and how strong it is."""

    first: int
    size: int
    strength: int


class _Node:
    """Where the phrases that begin alike go on: `after` a word, and after a gap. `strength` is that
    of the phrase that ends here, 0 where none does."""

    __slots__ = ("after", "gap", "strength")

    def __init__(self) -> None:
        self.after: dict[str, _Node] = {}
        self.gap: _Node | None = None
        self.strength = 0

    def next(self, word: str) -> "_Node":
        """The node after a word or a gap, made where there is none."""
        if word != "*":
            return self.after.setdefault(word, _Node())
        self.gap = self.gap or _Node()
        return self.gap


class PhraseBook:
    """Phrases to look for. Finding them takes time linear in the words for any one book."""

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        """Each entry is a folded phrase, `*` for a gap but not at its ends, with its strength."""
        self._root = _Node()
        for phrase, strength in entries:
            node = self._root
            for word in phrase.split():
                node = node.next(word)
            node.strength = max(node.strength, strength)

    def find(self, words: Sequence[str]) -> Iterator[Phrase]:
        """The phrases in order, of those that start at one word the strongest and longest. What
        lies inside the phrase before is left out."""
        starts = self._root.after
        if starts.keys().isdisjoint(words):
            return
        free_from = 0
        for place in compress(range(len(words)), map(starts.__contains__, words)):
            if place < free_from:
                continue
            strength, end = _strongest(starts[words[place]], words, place + 1)
            if strength:
                free_from = end
                yield Phrase(place, end - place, strength)


def _strongest(node: _Node, words: Sequence[str], place: int) -> tuple[int, int]:
    """The strength and the end of the strongest, then longest phrase that goes on here; 0 as the
    strength when there is none."""
    best = (node.strength, place)
    if place < len(words) and words[place] in node.after:
        best = max(best, _strongest(node.after[words[place]], words, place + 1))
    if node.gap is not None:
        for after in range(place, min(place + GAP_MAX + 1, len(words))):
            if words[after] in node.gap.after:
                best = max(best, _strongest(node.gap, words, after))
    return best
