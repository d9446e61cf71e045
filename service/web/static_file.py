"""Files of `web/static`: read and packed once, and sent again only when they have changed."""

from collections.abc import Mapping
from pathlib import Path

from service.web import headers
from service.web.cache import ANY, Entry, make_entry

_FOLDER = Path(__file__).parent / "static"
_NO_ORIGINS: frozenset[str] = frozenset()


def static_file(name: str, kind: str, fields: Mapping[str, str] = headers.PAGE) -> Entry:
    """A text file as an answer to be given by `readers.entry_answer`; `kind` is its media type."""
    return unchanging((_FOLDER / name).read_bytes(), f"{kind}; charset=utf-8", fields)


def unchanging(body: bytes, content_type: str, fields: Mapping[str, str]) -> Entry:
    """An answer that stays the same until another version of the service gives it, for which its
    readers ask each time."""
    kept = {**fields, "Vary": headers.READERS["Vary"], "Cache-Control": "no-cache"}
    return make_entry(body, ANY, _NO_ORIGINS, content_type, kept)
