"""What people read of a text that is HTML: for moderators, the search and the model."""

import re
from html import unescape

import nh3

from service.domain.markup import is_bottomless
from service.domain.neutral import Body, BodyFormat

# No tag is looked for past the next "<": who writes a million of them would have each read to
# the end of the text.
_LINK = re.compile(r"<a\b([^<>]*)>|</a\s*>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_BREAK = re.compile(r"<br\b[^<>]*>[ \t]*\n?|</(?:li|div|tr|h[1-6])\s*>", re.IGNORECASE)
_BEGUN = re.compile(r"<(?:li|div|tr|h[1-6])\b[^<>]*>", re.IGNORECASE)
_PARAGRAPH = re.compile(r"</?(?:p|blockquote|pre|ul|ol)\b[^<>]*>", re.IGNORECASE)
_ANY = re.compile(r"<[^<>]*>")
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
    if is_bottomless(text):
        text = _ANY.sub("", text)
    elif "<" in text:
        text = _BREAK.sub("\n", _BEGUN.sub("", _with_addresses(text)))
        text = _STRIP.clean(_PARAGRAPH.sub("\n\n", text))
    return _GAPS.sub("\n\n", unescape(text)).strip()


def _with_addresses(text: str) -> str:
    """The text with words for its links; what is in a link that does not end stays."""
    parts, taken, opened = [], 0, None
    for found in _LINK.finditer(text):
        if found[1] is not None:
            opened = opened or found
        elif opened is not None:
            parts.append(text[taken : opened.start()])
            parts.append(_link(opened[1], text[opened.end() : found.start()].strip()))
            taken, opened = found.end(), None
    return "".join([*parts, text[taken:]])


def _link(attributes: str, words: str) -> str:
    named = _HREF.search(attributes)
    address = "" if named is None else (named[1] or named[2] or named[3] or "").strip()
    if not address or address in words:
        return words
    return f"{words} ({address})"
