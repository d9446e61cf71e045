"""What people read of a text that is HTML: for moderators, the search and the model."""

import re
from html import unescape

import nh3

from service.domain.neutral import Body, BodyFormat

_LINK = re.compile(
    r"<a\b[^>]*?\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))[^>]*>(.*?)</a\s*>",
    re.IGNORECASE | re.DOTALL,
)
_BREAK = re.compile(r"<br\b[^>]*>[ \t]*\n?|</(?:li|div|tr|h[1-6])\s*>", re.IGNORECASE)
_PARAGRAPH = re.compile(r"</?(?:p|blockquote|pre|ul|ol)\b[^>]*>", re.IGNORECASE)
_GAPS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_NEWLINES = re.compile(r"\r\n?")
_STRIP = nh3.Cleaner(tags=set())


def form_of(body: Body) -> str | None:
    """How it is to be rendered (`domain.comment.Revision.form`), None as Markdown."""
    if body.format is BodyFormat.MARKDOWN:
        return None
    if body.format is BodyFormat.TEXT:
        return "text"
    return "html-lines" if body.newlines else "html"


def plain_text(body: Body) -> str:
    """The text; links keep their addresses, in brackets behind their words."""
    text = _NEWLINES.sub("\n", body.source)
    if body.format is not BodyFormat.HTML:
        return text.strip()
    if not body.newlines:
        text = " ".join(text.split())
    if "<" in text:
        text = _BREAK.sub("\n", _LINK.sub(_link, text))
        text = _STRIP.clean(_PARAGRAPH.sub("\n\n", text))
    return _GAPS.sub("\n\n", unescape(text)).strip()


def _link(found: re.Match[str]) -> str:
    address = (found[1] or found[2] or found[3] or "").strip()
    words = found[4].strip()
    if not address or address in words:
        return words
    return f"{words} ({address})"
