"""Markdown to HTML that is safe on any page: CommonMark without HTML and images, then nh3.

The parser makes only what we allow; nh3 stands behind it and allows only that again, so a mistake
in either alone harms nobody.
"""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from service.domain.markup import ELEMENTS, SCHEMES
from service.web.imported_html import as_html

LINK_REL = "ugc nofollow noopener noreferrer"

_NESTING_MAX = 20
_GROWTH_MAX = 8
_GROWTH_FREE = 1_000

_ABSOLUTE = re.compile(r"(?:https?://[^/\s]|mailto:[^\s])", re.IGNORECASE)
_BARE_LINK = re.compile(r"(?<![A-Za-z0-9])https?://[^\s<>\"`]+", re.IGNORECASE)
_CLOSING = {")": "(", "]": "[", "}": "{"}
_AFTER_LINK = ".,;:!?'\"*_~…’”»)]}"


class MarkdownRenderer:
    """Renders comments; implements `domain.ports.Renderer`. Safe to use from several threads.

    Single line breaks stay, bare http and https addresses become links, headings become bold
    paragraphs. A text that nests 20 levels deep, or whose HTML would have more than 8 times
    its length and 1,000 characters, is shown as it was typed.
    """

    version = 1

    def __init__(self) -> None:
        self._markdown = _markdown()
        self._cleaner = cleaner()

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
    return value if _ABSOLUTE.match(value) or attribute == "rel" else None


def _allowance(text: str) -> int:
    return _GROWTH_MAX * len(text.encode()) + _GROWTH_FREE


class _AbsoluteLinksOnly(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 -- the library's name
        return _ABSOLUTE.match(url) is not None


def _markdown() -> MarkdownIt:
    markdown = _AbsoluteLinksOnly(
        "commonmark", {"html": False, "breaks": True, "maxNesting": _NESTING_MAX}
    )
    # Link definitions let a few bytes repeat a long address without end; nobody needs them here.
    markdown.disable(["image", "html_block", "html_inline", "reference"])
    markdown.core.ruler.push("bare_links", _link_bare_addresses)
    markdown.add_render_rule("heading_open", _heading_open)
    markdown.add_render_rule("heading_close", _heading_close)
    return markdown


def _heading_open(_self: Any, tokens: Sequence[Token], place: int, *_rest: Any) -> str:
    return "<p><strong>" if tokens[place + 1].content else "<p>"


def _heading_close(_self: Any, tokens: Sequence[Token], place: int, *_rest: Any) -> str:
    return "</strong></p>\n" if tokens[place - 1].content else "</p>\n"


def _link_bare_addresses(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline" and "://" in block.content:
            block.children = _with_links(state.md, block.children or [])


def _with_links(markdown: MarkdownIt, tokens: Sequence[Token]) -> list[Token]:
    made: list[Token] = []
    inside_link = False
    for token in tokens:
        inside_link = token.type == "link_open" or (inside_link and token.type != "link_close")
        if token.type == "text" and not inside_link:
            made.extend(_split(markdown, token))
        else:
            made.append(token)
    return made


def _split(markdown: MarkdownIt, token: Token) -> list[Token]:
    made: list[Token] = []
    done = 0
    for found in _BARE_LINK.finditer(token.content):
        address = _without_closing_signs(found[0])
        target = markdown.normalizeLink(address)
        if not markdown.validateLink(target):
            continue
        made.append(_text(token.content[done : found.start()], token.level))
        made.append(Token("link_open", "a", 1, attrs={"href": target}, level=token.level))
        made.append(_text(address, token.level + 1))
        made.append(Token("link_close", "a", -1, level=token.level))
        done = found.start() + len(address)
    return [*made, _text(token.content[done:], token.level)]


def _text(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)


def _without_closing_signs(address: str) -> str:
    """The address without the punctuation of the sentence around it; `(a)` keeps its brackets."""
    surplus = {
        closing: address.count(closing) - address.count(opening)
        for closing, opening in _CLOSING.items()
    }
    end = len(address)
    while end and address[end - 1] in _AFTER_LINK:
        sign = address[end - 1]
        if sign in surplus:
            if surplus[sign] <= 0:
                break
            surplus[sign] -= 1
        end -= 1
    return address[:end]
