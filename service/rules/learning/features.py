"""The features of a text: words, pieces of words, its shape, and what the rules found.

Each kind is a block of its own, normalised by itself, so that a long text does not drown what the
rules say of it. All are hashed (Weinberger et al., "Feature hashing for large scale multitask
learning", 2009): no dictionary of a site's words is kept.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from zlib import crc32

from service.rules.learning.logistic import BUCKETS, Features
from service.rules.text import FieldView

FEATURES_VERSION = 1
"""Grows when a text gets other features: models of an earlier version are learned anew."""

_RULES = 0.3
_SHAPE = 0.2
_PIECES = 0.5
_CONSTANT = 0.3
"""How much the blocks weigh against the words'. Found on the published splits of TubeSpam and the
SMS Spam Collection."""

WORDS_MAX = 600
_READ_MAX = 3_000
"""Words and characters that are looked at. What a longer text is about is clear by then."""
_PIECE = 4
_DAMPED = [0.0, *(1 + math.log(count) for count in range(1, 64))]
_DIGIT = re.compile(r"\d")
_SPACES = re.compile(r"\s+")


def features_of(field: FieldView, facts: Iterable[str]) -> Features:
    """The features of a text of which the rules named in `facts` found something."""
    found: dict[int, float] = {BUCKETS - 1: _CONSTANT}
    said = _weighed(_words(field), 1.0)
    said |= _weighed(_pieces(_SPACES.sub(" ", f" {field.folded.text[:_READ_MAX]} ")), _PIECES)
    _add_block(found, said, 1.0)
    _add_block(found, {f"rule {fact}".encode(): 1.0 for fact in facts}, _RULES)
    _add_block(found, dict.fromkeys(_shape(field.plain, len(field.links)), 1.0), _SHAPE)
    return list(found.items())


def bucket_of(feature: bytes) -> int:
    """The weight that stands for a feature."""
    return crc32(feature) % BUCKETS


def word_feature(*words: str) -> bytes:
    """The name of the feature that a word is, or two words in a row."""
    return " ".join(("word", *words)).encode("utf-8", "surrogatepass")


def normalised(word: str) -> str:
    """A word as it is counted: of numbers the length, digits in words as zeros, so that phone
    numbers and codes are alike."""
    if word.isalpha():
        return word
    return f"#{min(len(word), 6)}" if word.isdigit() else _DIGIT.sub("0", word)


def _words(field: FieldView) -> Mapping[bytes, int]:
    """The words and pairs of words of a text, with how often they occur."""
    words = [normalised(word) for word in field.words[:WORDS_MAX]]
    counts = Counter(map(word_feature, words))
    counts.update(map(word_feature, words, words[1:]))
    return counts


def _pieces(text: str) -> Mapping[bytes, int]:
    """Four bytes in a row: they see through spelling mistakes and word endings."""
    raw = text.encode("utf-8", "surrogatepass")
    return Counter([raw[place : place + _PIECE] for place in range(len(raw) - _PIECE + 1)])


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


def _weighed(counts: Mapping[bytes, int], weight: float) -> dict[bytes, float]:
    """Often is more than once, but not by as much."""
    return {
        feature: weight * _DAMPED[count] if count < len(_DAMPED) else weight * _DAMPED[-1]
        for feature, count in counts.items()
    }


def _add_block(found: dict[int, float], block: Mapping[bytes, float], weight: float) -> None:
    if not block:
        return
    scale = weight / math.sqrt(sum([value * value for value in block.values()]))
    for feature, value in block.items():
        bucket = crc32(feature) % BUCKETS
        found[bucket] = found.get(bucket, 0.0) + scale * value
