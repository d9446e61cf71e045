"""Names and values in the form that queries and HTML forms share, read strictly."""

import re
from urllib.parse import unquote_to_bytes

_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
MAX_PAIRS = 1_000


class UrlencodedError(ValueError):
    """Not URL-encoded; `bad_utf8` says that only the text inside is not UTF-8."""

    def __init__(self, *, bad_utf8: bool) -> None:
        super().__init__("bad UTF-8" if bad_utf8 else "broken escape")
        self.bad_utf8 = bad_utf8


def pairs(raw: bytes) -> list[tuple[str, str]]:
    """The names and values, in order (the URL standard's application/x-www-form-urlencoded).

    Raises UrlencodedError for a broken escape, too many pairs, or bytes that are no UTF-8.
    """
    if _BROKEN_ESCAPE.search(raw):
        raise UrlencodedError(bad_utf8=False)
    parts = [part for part in raw.split(b"&", MAX_PAIRS) if part]
    if len(parts) > MAX_PAIRS:
        raise UrlencodedError(bad_utf8=False)
    found: list[tuple[str, str]] = []
    for part in parts:
        name, _, value = part.partition(b"=")
        found.append((_decoded(name), _decoded(value)))
    return found


def _decoded(raw: bytes) -> str:
    try:
        return unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise UrlencodedError(bad_utf8=True) from None
