"""Terms: the pieces of a text that a search finds it by.

A term is a folded word, at most LONGEST letters of it. Scripts that put no spaces between words
give a term for each two neighbouring characters and one for the last, as search engines do it
(Lucene's CJKAnalyzer), so that any part of a sentence is found. Symbols such as emoji are terms
too; of punctuation, and of symbols in ASCII, nothing is left.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from unicodedata import category

from service.rules.text.folding import REMEMBERED, fold

LONGEST = 64
"""Letters: what two words have in common beyond that tells nobody anything."""

_SPACELESS = re.compile(
    "(["
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # iteration marks, kana
    "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"  # ideographs
    "]+)"
)


class _Kept(dict[int, int | str]):
    """Code points as they stand in terms; a symbol on its own, all that is no part becomes a
    space."""

    def __missing__(self, code: int) -> int | str:
        kept = _kept(chr(code))
        if len(self) < REMEMBERED:
            self[code] = kept
        return kept


def _kept(character: str) -> int | str:
    kind = category(character)
    # Vowel signs (Mc) are letters of Indian words.
    if character.isalnum() or kind == "Mc":
        return ord(character)
    if kind.startswith("S") and not character.isascii():
        return f" {character} "
    return 32


_KEPT = _Kept()


def terms_of(text: str) -> Sequence[str]:
    """The terms of a text or of a question, in order, some perhaps more than once. None holds white
    space or anything else of ASCII but small letters and digits."""
    folded = fold(text)
    words = folded.translate(_KEPT).split()
    if folded.isascii():
        return [word[:LONGEST] for word in words]
    return [term for word in words for term in _terms(word)]


def holds(terms: Collection[str], asked: Collection[str]) -> bool:
    """Whether each of the terms asked for is the beginning of one of the terms."""
    return all(any(term.startswith(each) for term in terms) for each in asked)


def _terms(word: str) -> Sequence[str]:
    if word.isascii() or (pieces := _SPACELESS.split(word)) == [word]:
        return [word[:LONGEST]]
    found: list[str] = []
    for place, piece in enumerate(pieces):
        if place % 2:
            found += ["".join(pair) for pair in pairwise(piece)]
            found.append(piece[-1])
        elif piece:
            found.append(piece[:LONGEST])
    return found
