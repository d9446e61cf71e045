"""A comment's text in pieces: what the rules mean, what nobody can see, what an edit changed."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from service.domain.finding import Finding

_COMPARED_MAX = 600
"""Words of texts that are compared; finding what changed takes the square of them."""
_WORDS = re.compile(r"\s+|\S+")
_SEEN = frozenset("\n\t")
_UNSEEN = frozenset({"Cf", "Cc", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters in a row. `unseen` names a character that shows as nothing, and `text` is
    then its number; `change` is `added` or `removed` by an edit."""

    text: str
    marked: bool = False
    unseen: str | None = None
    change: str | None = None


def marked_pieces(text: str, findings: Iterable[Finding]) -> list[Piece]:
    """The text with what the rules mean marked; rules without a vote mark nothing."""
    marks = bytearray(len(text))
    for finding in findings:
        for match in () if finding.shadow else finding.matches:
            if match.field == "text":
                marks[match.start : match.end] = b"\1" * len(text[match.start : match.end])
    pieces: list[Piece] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or marks[end] != marks[start]:
            pieces += _visible(Piece(text[start:end], marked=bool(marks[start])))
            start = end
    return pieces


def changed_pieces(before: str, after: str) -> list[Piece] | None:
    """What an edit changed, word by word; None for texts that are too long to compare."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > _COMPARED_MAX:
        return None
    pieces: list[Piece] = []
    for act, i, j, k, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act == "equal":
            pieces += _visible(Piece("".join(old[i:j])))
            continue
        pieces += _visible(Piece("".join(old[i:j]), change="removed"))
        pieces += _visible(Piece("".join(new[k:end]), change="added"))
    return pieces


def seen_of(text: str) -> str:
    """The text without what shows as nothing, which could turn the words around it about."""
    return "".join(sign for sign in text if sign in _SEEN or _is_seen(sign))


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign) not in _UNSEEN


def _visible(piece: Piece) -> Sequence[Piece]:
    """The piece with each character that shows as nothing as a piece of its own."""
    if piece.text.isascii() and piece.text.isprintable():
        return [piece] if piece.text else []
    pieces: list[Piece] = []
    start = 0
    for place, sign in enumerate(piece.text):
        if sign in _SEEN or _is_seen(sign):
            continue
        if place > start:
            pieces.append(_part(piece, start, place))
        number = f"U+{ord(sign):04X}"
        pieces.append(Piece(number, unseen=unicodedata.name(sign, number)))
        start = place + 1
    if start < len(piece.text):
        pieces.append(_part(piece, start, len(piece.text)))
    return pieces


def _part(piece: Piece, start: int, end: int) -> Piece:
    return Piece(piece.text[start:end], marked=piece.marked, change=piece.change)
