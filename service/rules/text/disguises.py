"""Words in disguise: signs for letters ("h3ll0"), letters set apart ("h e l l o") or stretched
("hellooo"), letters of other scripts among Latin ones, and letters in boxes or flags.

Each way of hiding is looked for only where its signs are, so that plain text costs next to nothing,
and in time linear in the text. A word that is wholly in another script is that script's own word.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from string import ascii_lowercase

LONGEST = 40
"""Letters that a disguised word may have; what is longer is none of a list's words."""
SHORTEST = 3
"""Below so many letters everything looks like a disguise of something."""
STRETCHED = 3
"""A letter that often in a row is stretched: no word of ours has that many."""

_SIGNS = "0123456789@$!|+€"
_MIXED = re.compile(f"[a-z@$][{re.escape(_SIGNS)}]|[{re.escape(_SIGNS)}][a-z@$]")
"""A sign beside a letter: what has none is a number, or plain."""
_SIGN = re.compile(f"[{re.escape(_SIGNS)}]")
_REST = re.compile(rf"[a-z{re.escape(_SIGNS)}]*+")
_LETTER = re.compile("[a-z@$]")
_MARKS = "!|+"
"""Signs that may also just stand before or after a word."""

SKELETON = str.maketrans("0123456789@$!|+€l", "oizeasgtbgasiitei")
"""Signs with the letters they may stand for; i and l are one, for 1, ! and | may be either."""
_APART = re.compile(r"(?<![^\W_])[^\W_](?:[ .,*_/·-]{1,3}+[^\W_](?![^\W_])){2,}+")
_BETWEEN = re.compile(r"[\W_]+")
_DOUBLE = re.compile(r"(.)\1", re.DOTALL)
_TRIPLE = re.compile(r"([a-z])\1\1")
_STRETCH = re.compile(r"([a-z])\1{2,}+")
_INSIDE = re.compile(r"[@$!|+€](?<=[a-z].)(?=[a-z])")
"""A sign between two letters: elsewhere it may be just a sign."""
_DIGITS = str.maketrans({sign: to for sign, to in SKELETON.items() if chr(sign).isalnum()})
_WORD = re.compile(r"[^\W_]++")


def _look_alikes() -> dict[int, str]:
    """Letters that pass for Latin ones: of Cyrillic, Greek and Armenian those that Unicode's
    confusables (UTS #39) give, in folded form; and the letters in boxes, circles and flags."""
    pairs = (
        ("аәӕвгԁеєғнһіјкӏлмпорԛсѕтуүұхѵԝьъзчэюя", "aaabrdeefhhijklampopqcstyyyxvwbbzueior"),
        ("αβγδεζηθικλμνξοπρσςτυφχψω", "abydeznoikauvzonpoctuoxyw"),
        ("աբգդեզհոսւօյռցքլ", "wpqntqhnuoojngpl"),
    )
    table = {
        ord(other): latin
        for others, latins in pairs
        for other, latin in zip(others, latins, strict=False)
    }
    for first in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6):
        table |= {first + place: letter for place, letter in enumerate(ascii_lowercase)}
    return table


LATIN = _look_alikes()
"""Folded letters that look like Latin ones, with these."""
_BOXED = 0x1F130
"""From here on code points of the table are no script's letters, but pictures of Latin ones."""


def has_lone_letters(words: Sequence[str]) -> bool:
    """Whether so many words are single letters that they may be one word set apart."""
    return 1 in map(len, words) and sum(len(word) == 1 for word in words) >= SHORTEST


def is_stretched(folded: str) -> bool:
    """Whether some letter stands there three times in a row."""
    return _TRIPLE.search(folded) is not None


def is_plain(folded: str) -> bool:
    """Whether `undisguised` changes nothing of a text, if it is not stretched, but l to i."""
    return folded.isascii() and _SIGN.search(folded) is None


def undisguised(folded: str) -> str:
    """A folded text with the letters that its signs, numbers and stretched letters stand for, as
    far as they can be told without knowing the words. It is for comparing, not for reading."""
    if not folded.isascii():
        folded = folded.translate(LATIN)
    plain = _INSIDE.sub(lambda sign: sign[0].translate(SKELETON), folded).translate(_DIGITS)
    return _STRETCH.sub(r"\1", plain) if _TRIPLE.search(plain) else plain


def closed_up(undisguised: str) -> str:
    """The text with the letters together that were set apart."""
    return _APART.sub(lambda letters: _BETWEEN.sub("", letters[0]), undisguised)


class DisguiseBook:
    """Words to look for in disguise. Words shorter than SHORTEST are left out."""

    def __init__(self, words: Iterable[str]) -> None:
        """The words are folded."""
        known = [word for word in words if SHORTEST <= len(word) <= LONGEST]
        self._skeletons = frozenset(word.translate(SKELETON) for word in known)
        self._stretched: defaultdict[str, list[tuple[int, ...]]] = defaultdict(list)
        for word in known:
            letters, lengths = _runs(word)
            self._stretched[letters].append(lengths)

    def find(self, folded: str, *, stretched: bool, apart: bool) -> Iterator[tuple[int, int]]:
        """Where one of the book's words stands in disguise, as start and end in the folded text,
        of which is said whether it `is_stretched` and its words `has_lone_letters`."""
        if not self._skeletons:
            return
        if not folded.isascii():
            yield from self._find_foreign(folded)
        if _SIGN.search(folded):
            yield from self._find_signs(folded)
        if apart:
            yield from self._find_apart(folded)
        if stretched:
            yield from self._find_stretched(folded)

    def _has(self, typed: str) -> bool:
        return SHORTEST <= len(typed) <= LONGEST and typed.translate(SKELETON) in self._skeletons

    def _find_foreign(self, folded: str) -> Iterator[tuple[int, int]]:
        latin = folded.translate(LATIN)
        if latin == folded:
            return
        for found in _WORD.finditer(latin):
            start, end = found.span()
            typed = folded[start:end]
            if typed != found[0] and _is_meant_as_latin(typed) and self._has(found[0]):
                yield start, end

    def _find_signs(self, folded: str) -> Iterator[tuple[int, int]]:
        after = 0
        while (mixed := _MIXED.search(folded, after)) is not None:
            start = max(after, _start_of(folded, mixed.start()))
            rest = _REST.match(folded, mixed.start())
            after = mixed.end() if rest is None else rest.end()
            typed = folded[start:after]
            bare = typed.rstrip(_MARKS)
            opening = len(bare) - len(bare.lstrip(_MARKS))
            for first, meant in ((0, typed), (0, bare), (opening, bare.lstrip(_MARKS))):
                if self._has(meant) and _SIGN.search(meant) and _LETTER.search(meant):
                    yield start + first, start + first + len(meant)
                    break

    def _find_apart(self, folded: str) -> Iterator[tuple[int, int]]:
        for found in _APART.finditer(folded):
            places = [found.start() + each.start() for each in _WORD.finditer(found[0])]
            letters = _BETWEEN.sub("", found[0])
            # "a" or "o" before it, or a letter after it, may be no part of the word.
            for first in (0, 1):
                for last in (len(places) - 1, len(places) - 2):
                    if self._has(letters[first : last + 1]):
                        yield places[first], places[last] + 1

    def _find_stretched(self, folded: str) -> Iterator[tuple[int, int]]:
        known: dict[str, bool] = {}
        for found in _WORD.finditer(folded):
            word = found[0]
            if word not in known:
                known[word] = _TRIPLE.search(word) is not None and self._is_stretched(word)
            if known[word]:
                yield found.span()

    def _is_stretched(self, typed: str) -> bool:
        letters, lengths = _runs(typed)
        return any(_can_stretch(each, lengths) for each in self._stretched.get(letters, ()))


def _start_of(folded: str, place: int) -> int:
    """Where the run of letters and signs starts that goes on at `place`; at most LONGEST back."""
    before = folded[max(0, place - LONGEST) : place]
    return place - len(before) + len(before.rstrip(f"{ascii_lowercase}{_SIGNS}"))


def _is_meant_as_latin(typed: str) -> bool:
    return any(each in ascii_lowercase for each in typed) or all(
        ord(each) >= _BOXED for each in typed
    )


def _runs(word: str) -> tuple[str, tuple[int, ...]]:
    """Each letter of the word once in a row, and how often it stands there."""
    if _DOUBLE.search(word) is None:
        return word, (1,) * len(word)
    runs = [(letter, len(list(same))) for letter, same in groupby(word)]
    return "".join(letter for letter, _ in runs), tuple(length for _, length in runs)


def _can_stretch(word: Sequence[int], typed: Sequence[int]) -> bool:
    return all(
        there == wanted or there >= max(wanted, STRETCHED)
        for wanted, there in zip(word, typed, strict=True)
    )
