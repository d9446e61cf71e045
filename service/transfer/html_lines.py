"""Texts of every form as HTML in which a newline is a line break: what WordPress keeps."""

import re
from html import escape

from service.domain.markup import ELEMENTS
from service.domain.neutral import Body, BodyFormat
from service.domain.ports import Renderer
from service.transfer.plain_text import form_of, plain_text

_PLAIN = frozenset(
    {"b", "i", "u", "s", "q", "del", "ins", "sub", "sup", "cite", "small", "abbr", "kbd", "tt"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "var", "samp", "strike", "big"}
    | {"acronym", "address", "span", "div"}
)
"""Further elements that do nothing without attributes."""
_NAMES = "|".join(sorted((ELEMENTS | _PLAIN) - {"a"}))
_VALUE = r"""(?:"[^"<>]*"|'[^'<>]*')"""
_HREF = r"""href=(?:"(?:https?://|mailto:)[^"<>]*"|'(?:https?://|mailto:)[^'<>]*')"""
_HARMLESS = re.compile(
    rf"</?(?:{_NAMES})\s*/?>|</a\s*>|<a(?:\s+(?:{_HREF}|(?:rel|title|target)={_VALUE}))*\s*>",
    re.IGNORECASE,
)
_KEPT = re.compile(r"(<pre\b.*?(?:</pre\s*>|\Z))", re.IGNORECASE | re.DOTALL)
_GAP = re.compile(r"\s+")


def html_with_lines(body: Body, renderer: Renderer | None) -> str:
    """The text. HTML stays as it is as long as it has only the elements that comments are shown
    with; else, and of Markdown, it is what `renderer` makes of it, and without one the bare
    text."""
    source = body.source.replace("\r\n", "\n").replace("\r", "\n")
    if body.format is BodyFormat.TEXT:
        return escape(source, quote=False)
    if body.format is BodyFormat.HTML and "<" not in _HARMLESS.sub("", source):
        return source if body.newlines else _on_one_line(source)
    if renderer is None:
        return escape(plain_text(body), quote=False)
    return _on_one_line(renderer.render(body.source, form_of(body)))


def _on_one_line(html: str) -> str:
    """The same HTML without the newlines that mean nothing in it."""
    parts = _KEPT.split(html.strip())
    return "".join(
        part if number % 2 else _GAP.sub(lambda gap: " " if "\n" in gap[0] else gap[0], part)
        for number, part in enumerate(parts)
    )
