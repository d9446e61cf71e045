"""A text that was judged when it came in, with all that the judgement was made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from service.domain.comment import Author

Place = tuple[int, int]
"""A revision's place in the history of a site: its comment's key and its number."""


@dataclass(frozen=True, slots=True)
class SeenText:
    """The newest text of a comment, its cluster, and when the comment came in."""

    comment: int
    cluster: int
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class JudgedText:
    """`context` is the snapshot of what the rules saw, `verdict` what they said. `is_bad` is what
    people made of the text in the end, None while they did not decide on it. `shadow` is what a
    shadow rule set said of it, if there was one."""

    place: Place
    comment: str
    author: Author
    text: str
    rule_set: int
    verdict: str
    context: Mapping[str, Any]
    is_bad: bool | None
    shadow: Mapping[str, Any] | None = None


class RuleCount(NamedTuple):
    """How many texts a rule found something in, and how many of those people found bad or good."""

    rule: str
    texts: int
    bad: int
    good: int
