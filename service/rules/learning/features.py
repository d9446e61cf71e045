"""The features of a text: words, pieces of words, its shape, and what the rules found.

Each kind is a block of its own, normalised by itself, so that a long text does not drown what the
rules say of it. A feature is there or not, however often; a piece counts in each word that has it.
All are hashed (Weinberger et al., "Feature hashing for large scale multitask learning", 2009): no
dictionary of a site's words is kept. What the rules found also counts before anything is learned:
`prior_of`.
"""

import math
import re
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, repeat
from string import ascii_uppercase, digits
from zlib import crc32

from service.domain.finding import Outcome
from service.rules import builtin
from service.rules.learning.logistic import BUCKETS, Features, Weights
from service.rules.text import FieldView

FEATURES_VERSION = 5
"""Grows when a text gets other features or another prior: models of an earlier version are learned
anew."""

_PIECES = 0.75
_SHAPE = 0.3
_RULES = 0.25
_CONSTANT = 0.6
"""How much the blocks weigh against the words'. Found on the published splits of TubeSpam and the
SMS Spam Collection, and flat there: half or twice as much changes little."""
_PRIOR = 0.75
"""What a point of the rules' default score adds to the margin of a text, whatever was learned: a
site's first decisions are too few to find out what the rules know from all others."""
_PRIOR_MAX = 6.0

WORDS_MAX = 400
_READ_MAX = 2_000
"""Words and characters that are looked at. What a longer text is about is clear by then."""
_PIECE = 4
_WORD = crc32(b"word ")
_END = b"\n"
"""Stands for the word after the last one; no word is like it."""
_SPREAD = 65_357
"""Of the primes below `BUCKETS` the one whose remainders spread the pieces of real texts best."""
_MASK = BUCKETS - 1
_DIGIT = re.compile(r"\d")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_KEPT = 2_048
_KEPT_LENGTH = 20
"""Words, and their characters, of which a model keeps what it says of their pieces: those that
people use. It forgets them all when there are more."""

Block = tuple[list[int], float]
"""The buckets of features, and the value that all of these have."""

Words = tuple[list[int], list[int]]
"""The buckets of a text's words, and of its pairs: the first word with the beginning of the text,
each word with the next one, the last word with the end."""


class Pieces(dict[str, tuple[float, int]]):
    """Of each word what the weights say of its pieces, added up, and how many those are; kept for
    as long as it is short and they are few, because texts are made of the same words."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._weights = weights

    def __missing__(self, word: str) -> tuple[float, int]:
        buckets = _pieces(word)
        said = sum(map(self._weights.__getitem__, buckets)), len(buckets)
        if len(word) <= _KEPT_LENGTH:
            if len(self) >= _KEPT:
                self.clear()
            self[word] = said
        return said


def features_of(field: FieldView, facts: Iterable[str], words: Words) -> Features:
    """The features of a text for which rules gave these facts (`domain.lesson.fact_of`). `words` is
    what `words_in` says of the field."""
    found: dict[int, float] = {BUCKETS - 1: _CONSTANT}
    pieces = list(chain.from_iterable(map(_pieces, _pieced(field))))
    for buckets, value in (*_blocks(field, facts, words), _block(pieces, _PIECES)):
        for bucket in buckets:
            found[bucket] = found.get(bucket, 0.0) + value
    return list(found.items())


def prior_of(facts: Iterable[str]) -> float:
    """The margin that the facts alone give: what the rules' default weights make of them."""
    score, weights = 0.0, _weights()
    for fact in facts:
        rule, _, strength = fact.partition(" ")
        score += weights.get(rule, 0.0) * float(strength or 1)
    return min(_PRIOR * score, _PRIOR_MAX)


@cache
def _weights() -> Mapping[str, float]:
    return {rule.name: rule.weight for rule in builtin.RULES if rule.outcome is Outcome.SCORE}


def margin_of(
    weights: Weights, pieces: Pieces, field: FieldView, facts: Iterable[str], words: Words
) -> float:
    """What prior and weights say of the features of a text: above 0 for bad. Spares the work of
    adding up features that share a bucket. `pieces` are those of the weights, `words` is what
    `words_in` says of the field."""
    margin = prior_of(facts) + weights[BUCKETS - 1] * _CONSTANT
    for buckets, value in _blocks(field, facts, words):
        margin += value * sum(map(weights.__getitem__, buckets))
    said = [pieces[word] for word in _pieced(field)]
    if said:
        sums, counts = zip(*said, strict=True)
        margin += sum(sums) * _PIECES / math.sqrt(sum(counts))
    return margin


def words_in(field: FieldView) -> Words:
    """The weights that stand for the words of a field. The hash of a pair goes on from that of its
    first word."""
    words = field.words[:WORDS_MAX]
    if not words:
        return [], []
    if field.has_digits or not field.plain.isascii():
        words = tuple(word if word.isalpha() else _numbers_alike(word) for word in words)
    raw = " ".join(words).encode("utf-8", "surrogatepass").split(b" ")
    hashes = list(map(crc32, raw, repeat(_WORD)))
    pairs = map(crc32, [*raw, _END], map(crc32, repeat(b" "), [_WORD, *hashes]))
    return [each & _MASK for each in hashes], [each & _MASK for each in pairs]


def unique(words: Words) -> list[int]:
    """The buckets of words and pairs, each once."""
    return list(dict.fromkeys(words[0] + words[1]))


def _numbers_alike(word: str) -> str:
    """Of a number the length, digits in words as zeros, so that phone numbers and codes are
    alike."""
    return f"#{min(len(word), 6)}" if word.isdigit() else _DIGIT.sub("0", word)


def _blocks(field: FieldView, facts: Iterable[str], words: Words) -> Iterator[Block]:
    """All but the pieces."""
    yield _block(unique(words), 1.0)
    yield _named(_shape(field), _SHAPE)
    yield _named([b"rule " + fact.partition(" ")[0].encode() for fact in facts], _RULES)


def _named(names: Iterable[bytes], weight: float) -> Block:
    return _block([crc32(name) & _MASK for name in names], weight)


def _block(buckets: list[int], weight: float) -> Block:
    return buckets, weight / math.sqrt(len(buckets) or 1)


def _pieced(field: FieldView) -> Iterable[str]:
    """The words that are taken to pieces, each once, with the signs that touch them."""
    return dict.fromkeys(field.folded.text[:_READ_MAX].split())


def _pieces(word: str) -> list[int]:
    """The buckets of a word's pieces, each once: four bytes in a row, as one number. They see
    through spelling mistakes and word endings. A word of one byte has one piece."""
    raw = f" {word} ".encode("utf-8", "surrogatepass").ljust(_PIECE)
    numbers = array("I")
    for first in range(_PIECE):
        numbers.frombytes(raw[first : len(raw) - (len(raw) - first) % _PIECE])
    if sys.byteorder == "big":  # pragma: no cover -- no such machine here
        numbers.byteswap()
    return [piece % _SPREAD for piece in dict.fromkeys(numbers)]


def _shape(field: FieldView) -> list[bytes]:
    """How the text looks, whatever it says: length, links and how much of it they are, digits,
    capitals, exclamations."""
    read = field.plain[:_READ_MAX]
    found = _count(read, digits.encode(), str.isdigit)
    capitals = _count(read, ascii_uppercase.encode(), str.isupper)
    linked = sum(link.end - link.start for link in field.links)
    return [
        b"length %d" % len(read).bit_length(),
        b"links %d" % min(len(field.links), 3),
        b"linked %d" % (4 * linked // (len(field.plain) or 1)),
        b"digits %d" % min(found.bit_length(), 5),
        b"capitals %d" % (8 * capitals // (len(read) or 1)),
        b"exclamations %d" % min(read.count("!"), 3),
    ]


def _count(read: str, of_ascii: bytes, is_one: Callable[[str], bool]) -> int:
    """How many characters are of a kind, whose ASCII ones are given; several times as fast as to
    ask of each."""
    plain = read.encode("ascii", "ignore")
    found = len(plain) - len(plain.translate(None, of_ascii))
    return found if read.isascii() else found + sum(map(is_one, _BEYOND_ASCII.findall(read)))
