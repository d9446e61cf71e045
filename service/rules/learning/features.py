"""The features of a text: words, pieces of words, its shape, and what the rules found.

Each kind is a block of its own, normalised by itself, so that a long text does not drown what the
rules say of it. All are hashed (Weinberger et al., "Feature hashing for large scale multitask
learning", 2009): no dictionary of a site's words is kept.
"""

import math
import re
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import mul
from zlib import crc32

from service.rules.learning.logistic import BUCKETS, Features, Weights
from service.rules.text import FieldView

FEATURES_VERSION = 2
"""Grows when a text gets other features: models of an earlier version are learned anew."""

_RULES = 0.3
_SHAPE = 0.2
_PIECES = 0.5
_CONSTANT = 0.3
"""How much the blocks weigh against the words'. Found on the published splits of TubeSpam and the
SMS Spam Collection."""

WORDS_MAX = 400
_READ_MAX = 2_000
"""Words and characters that are looked at. What a longer text is about is clear by then."""
_PIECE = 4
_DAMPED = [0.0, *(1 + math.log(min(count, 63)) for count in range(1, _READ_MAX + 2))]
"""Often is more than once, but not by as much."""
_WORD = crc32(b"word ")
_WIDTH = 1 << 32
_GOLDEN = 2_654_435_761
"""Spreads numbers over the buckets (Knuth, "The Art of Computer Programming", volume 3, 6.4)."""
_DIGIT = re.compile(r"\d")

Block = tuple[list[int], list[float], float]
"""The buckets of features, their values, and by what all of these are multiplied."""

Words = tuple[list[int], list[int]]
"""The buckets of a text's words, and of each of them with the next one."""


def features_of(field: FieldView, facts: Iterable[str]) -> Features:
    """The features of a text of which the rules named in `facts` found something."""
    found: dict[int, float] = {BUCKETS - 1: _CONSTANT}
    for buckets, values, scale in _blocks(field, facts, words_in(field)):
        for bucket, value in zip(buckets, values, strict=True):
            found[bucket] = found.get(bucket, 0.0) + scale * value
    return list(found.items())


def margin_of(weights: Weights, field: FieldView, facts: Iterable[str], words: Words) -> float:
    """What the weights say of the features of a text: above 0 for bad. Spares the work of adding
    up features that share a bucket. `words` is what `words_in` says of the field."""
    margin = weights[BUCKETS - 1] * _CONSTANT
    for buckets, values, scale in _blocks(field, facts, words):
        margin += scale * sum(map(mul, map(weights.__getitem__, buckets), values))
    return margin


def words_in(field: FieldView) -> Words:
    """The weights that stand for the words of a field. The hash of a pair goes on from that of its
    first word."""
    words = [word if word.isalpha() else _numbers_alike(word) for word in field.words[:WORDS_MAX]]
    raw = " ".join(words).encode("utf-8", "surrogatepass").split(b" ") if words else []
    hashes = [crc32(word, _WORD) for word in raw]
    pairs = [crc32(word, crc32(b" ", first)) for first, word in zip(hashes, raw[1:], strict=False)]
    return [each % BUCKETS for each in hashes], [each % BUCKETS for each in pairs]


def _numbers_alike(word: str) -> str:
    """Of a number the length, digits in words as zeros, so that phone numbers and codes are
    alike."""
    return f"#{min(len(word), 6)}" if word.isdigit() else _DIGIT.sub("0", word)


def _blocks(field: FieldView, facts: Iterable[str], words: Words) -> Iterator[Block]:
    counts = Counter(words[0] + words[1])
    pieces = Counter(_pieces(field.folded.text[:_READ_MAX]))
    said = [_DAMPED[count] for count in counts.values()]
    said += [_PIECES * _DAMPED[count] for count in pieces.values()]
    buckets = [*counts, *[piece * _GOLDEN % _WIDTH // (_WIDTH // BUCKETS) for piece in pieces]]
    yield buckets, said, _scale(said, 1.0)
    for weight, others in (
        (_RULES, [f"rule {fact}".encode() for fact in facts]),
        (_SHAPE, _shape(field.plain, len(field.links))),
    ):
        ones = [1.0] * len(others)
        yield [crc32(each) % BUCKETS for each in others], ones, _scale(ones, weight)


def _scale(values: Sequence[float], weight: float) -> float:
    return weight / math.sqrt(sum(map(mul, values, values))) if values else 0.0


def _pieces(text: str) -> Iterable[int]:
    """Four bytes in a row, as one number: they see through spelling mistakes and word endings."""
    raw = f" {' '.join(text.split())} ".encode("utf-8", "surrogatepass")
    numbers = array("I")
    for first in range(_PIECE):
        numbers.frombytes(raw[first : len(raw) - (len(raw) - first) % _PIECE])
    if sys.byteorder == "big":  # pragma: no cover -- no such machine here
        numbers.byteswap()
    return numbers


def _shape(plain: str, links: int) -> list[bytes]:
    """How the text looks, whatever it says: length, links, digits, capitals, exclamations."""
    read = plain[:_READ_MAX]
    digits = sum(map(str.isdigit, read))
    capitals = sum(map(str.isupper, read))
    return [
        b"length %d" % len(read).bit_length(),
        b"links %d" % min(links, 3),
        b"digits %d" % min(digits.bit_length(), 5),
        b"capitals %d" % (8 * capitals // (len(read) or 1)),
        b"exclamations %d" % min(read.count("!"), 3),
    ]
