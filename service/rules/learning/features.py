"""The features of a text: words, pieces of words, its shape, and what the rules found.

Each kind is a block of its own, normalised by itself, so that a long text does not drown what the
rules say of it. All are hashed (Weinberger et al., "Feature hashing for large scale multitask
learning", 2009): no dictionary of a site's words is kept.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, TypeAlias
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
_DIGIT = re.compile(r"\d")
_SPACES = re.compile(r"\s+")


Block: TypeAlias = Mapping[Any, float]
"""Features by name, text or bytes, with their values."""


def features_of(field: FieldView, facts: Iterable[str]) -> Features:
    """The features of a text of which the rules named in `facts` found something."""
    found: dict[int, float] = {BUCKETS - 1: _CONSTANT}
    words = _words(field)
    pieces = _pieces(_SPACES.sub(" ", f" {field.folded.text[:_READ_MAX]} "))
    _add_block(found, {**words, **pieces}, 1.0)
    _add_block(found, {f"rule {fact}": 1.0 for fact in facts}, _RULES)
    _add_block(found, dict.fromkeys(_shape(field.plain, len(field.links)), 1.0), _SHAPE)
    return list(found.items())


def _words(field: FieldView) -> Block:
    """The words and pairs of words of a text, with how much each counts."""
    words = [normalised(word) for word in field.words[:WORDS_MAX]]
    counts = Counter([f"word {word}" for word in words])
    counts.update([f"pair {first} {second}" for first, second in pairwise(words)])
    return {feature: 1 + math.log(count) for feature, count in counts.items()}


def bucket_of(feature: str | bytes) -> int:
    """The weight that stands for a feature."""
    raw = feature if isinstance(feature, bytes) else feature.encode("utf-8", "surrogatepass")
    return crc32(raw) % BUCKETS


def normalised(word: str) -> str:
    """A word as it is counted: of numbers the length, digits in words as zeros, so that phone
    numbers and codes are alike."""
    if word.isalpha():
        return word
    return f"#{min(len(word), 6)}" if word.isdigit() else _DIGIT.sub("0", word)


def _pieces(text: str) -> Block:
    """Four bytes in a row: they see through spelling mistakes and word endings."""
    raw = text.encode("utf-8", "surrogatepass")
    counts = Counter([raw[place : place + _PIECE] for place in range(len(raw) - _PIECE + 1)])
    return {piece: _PIECES * (1 + math.log(count)) for piece, count in counts.items()}


def _shape(plain: str, links: int) -> list[str]:
    """How the text looks, whatever it says: length, links, digits, capitals, exclamations."""
    read = plain[:_READ_MAX]
    digits = sum(map(str.isdigit, read))
    capitals = sum(map(str.isupper, read))
    return [
        f"length {len(read).bit_length()}",
        f"links {min(links, 3)}",
        f"digits {min(digits.bit_length(), 5)}",
        f"capitals {8 * capitals // (len(read) or 1)}",
        f"exclamations {min(read.count('!'), 3)}",
    ]


def _add_block(found: dict[int, float], block: Block, weight: float) -> None:
    if not block:
        return
    scale = weight / math.sqrt(math.fsum(value * value for value in block.values()))
    for feature, value in block.items():
        bucket = bucket_of(feature)
        found[bucket] = found.get(bucket, 0.0) + scale * value
