"""What a page may hold at all, whatever was written into it: looked for as a browser's parser sees
it, so that nothing is overlooked that only looks like text."""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, tostring

import html5lib

import service.web
from service.web.rendering import ELEMENTS, LINK_REL
from tests.hostile.planting import ELEMENT

SCHEMES = {"http", "https", "mailto", "otpauth"}
"""The last one is our own page's, for the app that makes codes."""
ADDRESSES = (
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "cite",
    "background",
    "srcset",
)
IMPLIED = {"html", "head", "body", "tbody", "colgroup"}
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_SVG = "{http://www.w3.org/2000/svg}"
_TEMPLATES = Path(service.web.__file__).parent / "templates"


class _Names(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set(IMPLIED | ELEMENTS)
        self.attributes: set[str] = {"xmlns"}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        # Of what a template chooses between, its own words are no names.
        self.attributes |= {name for name, _ in attrs if _NAME.fullmatch(name)}


def _ours() -> _Names:
    """The names of elements and attributes that our own templates have."""
    names = _Names()
    for template in _TEMPLATES.rglob("*.html"):
        text = re.sub(
            r"{%.*?%}|{{.*?}}", " ", template.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        names.feed(text)
    return names


OURS = _ours()


def odd_on(page: str) -> list[str]:
    """What does not belong on a page of ours: an element or attribute of somebody else, a script
    that is no file of ours, an address that runs something or hides where it leads."""
    return [
        f"{why}: {tostring(element, 'unicode')[:300]}"
        for element in html5lib.parse(page, namespaceHTMLElements=False).iter()
        if isinstance(element.tag, str)  # no comment
        for why in _odd(element.tag.removeprefix(_SVG), element)
    ]


def _odd(tag: str, element: Element) -> Iterator[str]:
    if tag == ELEMENT or tag not in OURS.elements:
        yield "an element"
    if tag == "script" and (not element.get("src", "").startswith("/") or element.text):
        yield "a script"
    for name, value in element.attrib.items():
        if name.lower() not in OURS.attributes or name.startswith("on") or name == "style":
            yield f"the attribute {name}"
        if name in ADDRESSES and not _is_address(value):
            yield f"the address {value!r}"


def _is_address(value: str) -> bool:
    if value in ("", "data:,"):
        return True
    if value.startswith(("/", "?", "#")):
        return not value.startswith(("//", "/\\"))
    parts = urlsplit(value)
    return parts.scheme in SCHEMES and (parts.scheme == "mailto" or bool(parts.netloc))


def odd_in(html: str) -> list[str]:
    """The same for a comment's HTML, where less is allowed."""
    found = []
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        kept = {"a": {"href", "rel"}, "ol": {"start"}}.get(str(element.tag), set())
        address = element.get("href", "https://x.example")
        if (
            element.tag not in ELEMENTS
            or set(element.attrib) - kept
            or not _is_address(address)
            or address.startswith(("/", "?", "#"))
            or element.get("rel", LINK_REL) != LINK_REL
        ):
            found.append(tostring(element, "unicode")[:300])
    return found


def html_in(value: Any) -> Iterator[str]:
    """Every `html` within a JSON answer."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            if name == "html" and isinstance(one, str):
                yield one
            else:
                yield from html_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from html_in(one)


def is_fixpoint(page: str) -> bool:
    """Whether what a parser makes of it says the same again: no text becomes markup on its way."""
    first = _again(page)
    return _again(first) == first


def _again(text: str) -> str:
    tree = html5lib.parseFragment(text, treebuilder="etree", namespaceHTMLElements=False)
    return html5lib.serialize(
        tree,
        tree="etree",
        omit_optional_tags=False,
        quote_attr_values="always",
        alphabetical_attributes=True,
    )
