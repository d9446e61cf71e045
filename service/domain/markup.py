"""The HTML that comments may consist of."""

import re

ELEMENTS = frozenset(
    {"p", "br", "strong", "em", "a", "code", "pre", "blockquote", "ul", "ol", "li", "hr"}
)
SCHEMES = frozenset({"http", "https", "mailto"})
ABSOLUTE = re.compile(r"(?:https?://[^/\s]|mailto:[^\s])", re.IGNORECASE)
"""How the address of every link begins."""
