"""Folding: one form for all the ways of typing the same letters.

Compatibility forms (full-width, mathematical, ligatures) and letter case become one, as in Unicode
TR15 (NFKC) with case folding; diacritics, bidi controls and everything that shows as nothing go.
Letters of one script are never turned into those of another.
"""

import unicodedata
from itertools import chain, repeat

from service.rules.text.kept import kept

_INVISIBLE = frozenset(
    chr(code)
    for first, last in (
        (0x034F, 0x034F),  # combining grapheme joiner
        (0x115F, 0x1160),  # Hangul fillers
        (0x17B4, 0x17B5),  # Khmer inherent vowels
        (0x180B, 0x180F),  # Mongolian selectors
        (0x2065, 0x2065),
        (0xFFF0, 0xFFF8),
        (0xE0000, 0xE0FFF),  # tags and further variation selectors
    )
    for code in range(first, last + 1)
)
"""Default_Ignorable_Code_Point (DerivedCoreProperties.txt) where the category does not tell."""

_BRAILLE_BLANK = "\u2800"
_LONGEST = 8
"""Letters that one character may fold to. The few that are a whole formula (U+FDFA: 18) stay as
they are, so that no text grows to many times its size."""
_REMOVED = frozenset({"Mn", "Me", "Cf"})
REMEMBERED = 8_192
"""Characters that a table keeps in memory: all that people type; a flood of others must not fill
it."""


class _Folding(dict[int, str]):
    """What each code point folds to, found when first met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if len(self) < REMEMBERED:
            self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    if character == _BRAILLE_BLANK:
        return " "
    folded = unicodedata.normalize("NFKD", character)
    while (again := unicodedata.normalize("NFKD", folded.casefold())) != folded:
        folded = again
    if folded == character:
        return "" if _is_removed(character) else character
    if len(folded) > _LONGEST:
        return character
    return "".join(part for part in folded if not _is_removed(part))


def _is_removed(character: str) -> bool:
    return unicodedata.category(character) in _REMOVED or character in _INVISIBLE


_FOLDING = _Folding()


def fold(source: str) -> str:
    """The folded form of a text. Folding what is folded changes nothing."""
    return source.lower() if source.isascii() else source.translate(_FOLDING)


class Folded:
    """A text's folded form, and the way back from it to what was typed."""

    def __init__(self, source: str) -> None:
        self.text = fold(source)
        self._source = source

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` (not empty) stands in the source, as start and end offsets.

        A source character that folds to several is taken whole; what folds to nothing belongs to
        the character before it, so that accents are part of the letter they stand on.
        """
        if self._source.isascii():
            return start, end
        origins = self._origins
        after = end
        while after < len(origins) and origins[after] == origins[end - 1]:
            after += 1
        last = origins[after] if after < len(origins) else len(self._source)
        return origins[start], last

    @kept
    def _origins(self) -> list[int]:
        """For each folded character the offset of the source character it comes from."""
        lengths = list(map(len, map(_FOLDING.__getitem__, map(ord, self._source))))
        if lengths and max(lengths) == min(lengths) == 1:
            return list(range(len(lengths)))
        return list(chain.from_iterable(map(repeat, range(len(lengths)), lengths)))
