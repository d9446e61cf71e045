"""HTML of other comment systems, before the sanitiser: line ends that mean breaks, old names of
elements. What comes out is no safer than what went in."""

import re
from html import escape

from service.domain.markup import is_bottomless

_NEWLINES = re.compile(r"\r\n?")
_OLD_NAMES = (
    (re.compile(r"<(/?)(?:b|h[1-6])(?=[\s/>])", re.IGNORECASE), r"<\1strong"),
    (re.compile(r"<(/?)i(?=[\s/>])", re.IGNORECASE), r"<\1em"),
)
_KEPT = re.compile(r"(<pre\b.*?(?:</pre\s*>|\Z))", re.IGNORECASE | re.DOTALL)
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_BLOCK = r"(?:p|blockquote|ul|ol|li|pre|hr|div|table|tbody|tr|td|th|h[1-6])"
# Spaces are looked at from where they begin alone: from each of a million it would take hours.
_AROUND_BLOCKS = re.compile(rf"(?:(?<!\s)\s+)?(</?{_BLOCK}\b[^<>]*>)\s*", re.IGNORECASE)
_HAS_BLOCKS = re.compile(rf"<{_BLOCK}\b", re.IGNORECASE)


def as_html(text: str, form: str) -> str:
    """The HTML that the text of a form means: `html`, `html-lines` or `text`
    (`domain.comment.Revision`). What is nested without end is shown as it was written."""
    text = _NEWLINES.sub("\n", text)
    if form == "text" or is_bottomless(text):
        return with_breaks(escape(text))
    for old, new in _OLD_NAMES:
        text = old.sub(new, text)
    if form == "html-lines":
        return "".join(
            part if number % 2 else with_breaks(part)
            for number, part in enumerate(_KEPT.split(text))
        )
    return text if _HAS_BLOCKS.search(text) else f"<p>{text.strip()}</p>"


def with_breaks(text: str) -> str:
    """Blank lines as paragraphs and line ends as breaks, as WordPress' wpautop does; none of it
    next to block elements, which break lines themselves."""
    made = []
    for paragraph in _BLANK_LINE.split(_AROUND_BLOCKS.sub(r"\1", text).strip()):
        if paragraph.strip():
            lines = paragraph.strip().replace("\n", "<br>")
            made.append(lines if _HAS_BLOCKS.match(lines) else f"<p>{lines}</p>")
    return "\n".join(made)
