"""Sketches of texts: what says nearly the same has nearly the same sketch, whatever it links.

A sketch holds the smallest hashes of a text's runs of two words, their disguises taken off. Two of
them tell how much their texts have in common, as in Broder, "On the resemblance and containment of
documents" (1997).
"""

from heapq import nsmallest
from typing import TypeAlias
from zlib import crc32

from service.rules.text.disguises import undisguised
from service.rules.text.folding import fold
from service.rules.text.views import FieldView, words_of

SIZE = 24
"""Hashes in a sketch: two texts that have fewer runs together are compared exactly."""
RUN = 2
"""Words in a run: with three, another name in a sentence of ten words makes it another text."""
_WORDS_MAX = 400
"""Words that are looked at, as in the learned model."""
_CHARACTERS_MAX = 4_000

Sketch: TypeAlias = tuple[int, ...]
"""Hashes, the smallest first; at least one."""


def sketch_of(field: FieldView) -> Sketch:
    """The sketch of a field without its links. What has too few words is one run as a whole."""
    words = _words_of(field)[:_WORDS_MAX]
    if not words:
        said = "link" if field.links else field.plain.strip()
        return (crc32(said.encode("utf-8", "surrogatepass"), 1),)
    if len(words) < RUN:
        return (_hash(words),)
    runs = {_hash(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}
    return tuple(nsmallest(SIZE, runs))


def resemblance(one: Sketch, other: Sketch) -> float:
    """The share of all runs of two texts that both have, 0 to 1 (Jaccard), as sketches tell it."""
    common = set(one).intersection(other)
    smallest = nsmallest(SIZE, {*one, *other})
    return sum(each in common for each in smallest) / len(smallest)


def _words_of(field: FieldView) -> tuple[str, ...]:
    if not field.links:
        return _plain_words(field.folded.text)
    kept, after = [], 0
    for link in field.links:
        kept.append(field.plain[after : link.start])
        after = max(after, link.end)
    kept.append(field.plain[after:])
    return _plain_words(fold(" ".join(kept)))


def _plain_words(folded: str) -> tuple[str, ...]:
    return words_of(undisguised(folded[:_CHARACTERS_MAX]))


def _hash(words: tuple[str, ...]) -> int:
    return crc32(" ".join(words).encode("utf-8", "surrogatepass"))
