"""Sketches of texts: what says nearly the same has nearly the same sketch, whatever it links.

A sketch holds the smallest hashes of a text's pairs of words, their disguises taken off: with runs
of three, another name in a sentence of ten words would make it another text. Two sketches tell how
much their texts have in common, as in Broder, "On the resemblance and containment of documents"
(1997).
"""

from typing import TypeAlias
from zlib import crc32

from service.rules.text.disguises import (
    closed_up,
    has_lone_letters,
    is_plain,
    undisguised,
)
from service.rules.text.folding import fold
from service.rules.text.views import FieldView, words_of

SIZE = 24
"""Hashes in a sketch: two texts that have fewer runs together are compared exactly."""
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
    raw = " ".join(words).encode("utf-8", "surrogatepass").replace(b"l", b"i")
    if len(words) == 1:
        return (crc32(raw),)
    each = raw.split(b" ")
    runs = set(map(crc32, each[1:], map(crc32, each)))
    return tuple(sorted(runs)[:SIZE])


def resemblance(one: Sketch, other: Sketch) -> float:
    """The share of all runs of two texts that both have, 0 to 1 (Jaccard), as sketches tell it."""
    smallest = sorted({*one, *other})[:SIZE]
    return len(set(one).intersection(other).intersection(smallest)) / len(smallest)


def _words_of(field: FieldView) -> tuple[str, ...]:
    """The words without links and disguises. Of most texts they are there already."""
    if not field.links:
        folded = field.folded.text
        if is_plain(folded) and not field.is_stretched and not field.has_lone_letters:
            return field.words
        return _plain_words(folded)
    kept, after = [], 0
    for link in field.links:
        kept.append(field.plain[after : link.start])
        after = max(after, link.end)
    kept.append(field.plain[after:])
    return _plain_words(fold(" ".join(kept)))


def _plain_words(folded: str) -> tuple[str, ...]:
    plain = undisguised(folded[:_CHARACTERS_MAX])
    words = words_of(plain)
    return words_of(closed_up(plain)) if has_lone_letters(words) else words
