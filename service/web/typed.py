"""Cleans what a visitor typed about himself, at the edge, before anything else sees it."""

import re
from unicodedata import category
from urllib.parse import urlsplit

from service.domain.errors import Invalid
from service.rules.text.views import FieldView

_LINE_BREAKS = re.compile(r"\r\n?")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Bidi controls: in a name they could make it, and what stands beside it, read as another's."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_MARKS_IN_A_ROW = 8

_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\"\\]{1,64}@[^\s@<>()\[\],;:\"\\.]+(?:\.[^\s@<>()\[\],;:\"\\.]+)+"
)
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_BARE_HOST = re.compile(r"[^\s/:?#@.]+(?:\.[^\s/:?#@.]+)+(?::[0-9]{1,5})?(?:[/?#].*)?", re.DOTALL)
_NEVER_IN_LINK = re.compile(r"[\s\"'<>\\`{|}^]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def line(field: str, value: str | None, limit: int) -> str | None:
    """One line: trimmed, without bidi controls and towers of combining marks; None when nothing of
    it can be seen.

    Raises Invalid `control_character`, and `too_long` above `limit` code points.
    """
    trimmed = _DIRECTIONS.sub("", value or "").strip()
    if _CONTROL.search(trimmed):
        raise Invalid("control_character", field)
    cut = _without_towers(trimmed)
    if len(cut) > limit:
        raise Invalid("too_long", field, limit=limit)
    seen = cut.isascii() or not FieldView(field, cut).is_blank
    return cut if cut and seen else None


def many_lines(field: str, value: str, limit: int) -> str:
    """A text with plain line feeds. Raises Invalid `too_long` above `limit` code points."""
    text = _LINE_BREAKS.sub("\n", value)
    if len(text) > limit:
        raise Invalid("too_long", field, limit=limit)
    return text


def email(value: str | None) -> str | None:
    """An address that mail could reach. Raises Invalid `bad_email`."""
    typed = line("email", value, 254)
    if typed is not None and not _EMAIL.fullmatch(typed):
        raise Invalid("bad_email", "email")
    return typed


def website(value: str | None) -> str | None:
    """An absolute http or https address; `blog.example` is read as `https://blog.example`.

    Raises Invalid `bad_website`.
    """
    typed = line("website", value, 500)
    if typed is None:
        return None
    link = typed if _SCHEME.match(typed) else f"https://{typed}"
    if not _SCHEME.match(typed) and not _BARE_HOST.fullmatch(typed):
        raise Invalid("bad_website", "website")
    try:
        parts = urlsplit(link)
        valid = bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        valid = False
    if not valid or _NEVER_IN_LINK.search(link):
        raise Invalid("bad_website", "website")
    return link


def language(value: str | None) -> str | None:
    """A language tag such as `nl-BE`. Raises Invalid `bad_language`."""
    typed = line("lang", value, 35)
    if typed is not None and not _LANGUAGE.fullmatch(typed):
        raise Invalid("bad_language", "lang")
    return typed


def _without_towers(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for sign in text:
        marks = marks + 1 if category(sign).startswith("M") else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(sign)
    return "".join(kept)
