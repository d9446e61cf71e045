"""Marks of where a list's next page starts: opaque to clients, checked when they come back."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from service.domain.errors import Malformed

_SHAPE = re.compile(r"([a-z]{1,10})((?::-?[0-9]{1,19})+)")
_LARGEST = 2**63 - 1


def make_cursor(kind: str, *position: int) -> str:
    """A cursor for a position in a list of this kind (its order is part of the kind)."""
    said = ":".join([kind, *map(str, position)])
    return urlsafe_b64encode(said.encode()).rstrip(b"=").decode()


def read_cursor(cursor: str | None, kind: str, length: int) -> tuple[int, ...] | None:
    """The position, None without a cursor. Raises Malformed `bad_cursor` for another list's."""
    if cursor is None:
        return None
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        found = _SHAPE.fullmatch(urlsafe_b64decode(padded).decode("ascii"))
    except ValueError:
        found = None
    if found is None or found[1] != kind:
        raise Malformed("bad_cursor", "cursor")
    position = tuple(int(part) for part in found[2][1:].split(":"))
    too_large = any(abs(number) > _LARGEST for number in position)
    if len(position) != length or too_large or make_cursor(kind, *position) != cursor:
        raise Malformed("bad_cursor", "cursor")
    return position
