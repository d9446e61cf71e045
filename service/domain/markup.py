"""The HTML that comments may consist of."""

import re

ELEMENTS = frozenset(
    {"p", "br", "strong", "em", "a", "code", "pre", "blockquote", "ul", "ol", "li", "hr"}
)
SCHEMES = frozenset({"http", "https", "mailto"})
ABSOLUTE = re.compile(r"(?:https?://[^/\s]|mailto:[^\s])", re.IGNORECASE)
"""How the address of every link begins."""

DEEPEST = 500
"""Elements in one another; what is nested deeper takes parsers of HTML time by the square of it."""

_TAG = re.compile(r"<(/?)(?!(?:br|hr|img|input|li|p)\b)[a-z]", re.IGNORECASE)


def is_bottomless(html: str) -> bool:
    """Whether elements lie in one another deeper than anybody writes."""
    if html.count("<") <= DEEPEST:
        return False
    depth = 0
    for found in _TAG.finditer(html):
        depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > DEEPEST:
            return True
    return False
