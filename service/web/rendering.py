"""Markdown to HTML that is safe on any page: CommonMark without HTML and images, then nh3.

The parser makes only what we allow; nh3 stands behind it and allows only that again, so a mistake
in either alone harms nobody.
"""

from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

import nh3

from service.domain.markup import ABSOLUTE, ELEMENTS, SCHEMES
from service.web import commonmark
from service.web.imported_html import as_html

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

LINK_REL = "ugc nofollow noopener noreferrer"

_NESTING_MAX = 20
_GROWTH_MAX = 8
_GROWTH_FREE = 1_000


class MarkdownRenderer:
    """Renders comments; implements `domain.ports.Renderer`. Safe to use from several threads.

    Single line breaks stay, bare http and https addresses become links, headings become bold
    paragraphs. A text that nests 20 levels deep, or whose HTML would have more than 8 times
    its length and 1,000 characters, is shown as it was typed.
    """

    version = 1

    def __init__(self) -> None:
        self._cleaner = cleaner()

    @cached_property
    def _markdown(self) -> "MarkdownIt":
        return commonmark.parser(_NESTING_MAX)

    def render(self, text: str, form: str | None = None) -> str:
        """The comment's HTML: elements of `ELEMENTS`, links to absolute addresses of `SCHEMES`."""
        if form is not None:
            return self._cleaner.clean(as_html(text, form))
        tokens = self._markdown.parse(text)
        if any(token.level >= _NESTING_MAX - 1 for token in tokens):
            # The parser leaves out what lies deeper; a reader must never see half a comment.
            return self._as_typed(text)
        made: str = self._markdown.renderer.render(tokens, self._markdown.options, {})
        html = self._cleaner.clean(made)
        return self._as_typed(text) if len(html) > _allowance(text) else html

    def _as_typed(self, text: str) -> str:
        return self._cleaner.clean(f"<p>{escape(text.strip()).replace(chr(10), '<br>')}</p>")


def cleaner() -> nh3.Cleaner:
    """The sanitiser for all HTML that visitors' texts are made into."""
    return nh3.Cleaner(
        tags=set(ELEMENTS),
        attributes={"a": {"href"}, "ol": {"start"}},
        attribute_filter=_kept_attribute,
        url_schemes=set(SCHEMES),
        url_relative="deny",
        link_rel=LINK_REL,
    )


def _kept_attribute(_tag: str, attribute: str, value: str) -> str | None:
    if attribute == "start":
        return value if value.isdecimal() else None
    return value if ABSOLUTE.match(value) or attribute == "rel" else None


def _allowance(text: str) -> int:
    return _GROWTH_MAX * len(text.encode()) + _GROWTH_FREE
