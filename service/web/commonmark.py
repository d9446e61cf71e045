"""The part of Markdown that comments are written in."""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from service.domain.markup import ABSOLUTE

_BARE_LINK = re.compile(r"(?<![A-Za-z0-9])https?://[^\s<>\"`]+", re.IGNORECASE)
_CLOSING = {")": "(", "]": "[", "}": "{"}
_AFTER_LINK = ".,;:!?'\"*_~…’”»)]}"


class _AbsoluteLinksOnly(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 -- the library's name
        return ABSOLUTE.match(url) is not None


def parser(nesting_most: int) -> MarkdownIt:
    """Reads and writes what comments may hold."""
    markdown = _AbsoluteLinksOnly(
        "commonmark", {"html": False, "breaks": True, "maxNesting": nesting_most}
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
