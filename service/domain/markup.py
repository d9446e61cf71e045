"""The HTML that comments may consist of."""

ELEMENTS = frozenset(
    {"p", "br", "strong", "em", "a", "code", "pre", "blockquote", "ul", "ol", "li", "hr"}
)
SCHEMES = frozenset({"http", "https", "mailto"})
