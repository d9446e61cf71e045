"""The views of one submission, each made when a rule first asks for it and then kept."""

import hashlib
import re
from operator import attrgetter
from string import digits

from service.domain.comment import Author
from service.domain.finding import Match
from service.rules.text.defanged import find_defanged
from service.rules.text.disguises import has_lone_letters, is_stretched
from service.rules.text.folding import REMEMBERED, Folded
from service.rules.text.kept import kept
from service.rules.text.links import Link, find_links
from service.rules.text.skeletons import readings

FIELDS = ("text", "name", "email", "website")

_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")
_TIED_BEFORE = re.compile(r"[^\W_]['’]\Z")
_TIED_AFTER = re.compile(r"['’][^\W_]")
_PHRASE_BREAK = re.compile(r"[.,;:!?()\"\n\r]")


class _Letters(dict[int, int]):
    """Code points as they stand in words; all others become spaces. Finding words by way of this
    table is several times as fast as by a pattern, and gives the same."""

    def __missing__(self, code: int) -> int:
        kept = code if chr(code).isalnum() else 32
        if len(self) < REMEMBERED:
            self[code] = kept
        return kept


_LETTERS = _Letters()


def words_of(folded: str) -> tuple[str, ...]:
    """The words of a folded text: whole runs of letters and digits, in order."""
    return tuple(folded.translate(_LETTERS).split())


class FieldView:
    """One field as typed (`plain`; empty when it was not given) and what can be made of it."""

    def __init__(self, field: str, plain: str) -> None:
        self.field = field
        self.plain = plain

    @kept
    def folded(self) -> Folded:
        """The field in its folded form."""
        return Folded(self.plain)

    @kept
    def words(self) -> tuple[str, ...]:
        """The folded words, in order."""
        return words_of(self.folded.text)

    @kept
    def links(self) -> tuple[Link, ...]:
        """Everything that a reader could follow to a page, in order."""
        seen, hidden = find_links(self.plain), tuple(find_defanged(self.plain))
        return tuple(sorted(seen + hidden, key=attrgetter("start"))) if hidden else seen

    @kept
    def hosts(self) -> frozenset[str]:
        """The hosts that the links lead to."""
        return frozenset(link.host for link in self.links)

    @kept
    def pages(self) -> tuple[Link, ...]:
        """Of the links to each page the first, in order."""
        first: dict[str, Link] = {}
        for link in self.links:
            first.setdefault(link.address, link)
        return tuple(first.values())

    @kept
    def readings(self) -> frozenset[str]:
        """The skeletons of the names that the field, being one, may be taken for."""
        return readings(self.plain)

    @kept
    def is_stretched(self) -> bool:
        """Whether some letter stands there three times in a row."""
        return is_stretched(self.folded.text)

    @kept
    def has_lone_letters(self) -> bool:
        """Whether so many words are single letters that they may be one word set apart."""
        return has_lone_letters(self.words)

    @kept
    def has_digits(self) -> bool:
        """Whether there is any digit: without one, patterns of numbers need not be tried."""
        if any(map(self.plain.__contains__, digits)):
            return True
        return not self.plain.isascii() and _DIGIT.search(self.plain) is not None

    @kept
    def is_blank(self) -> bool:
        """Whether nothing in the field can be seen."""
        return not self.folded.text.strip()

    def match(self, start: int, end: int) -> Match:
        """The characters from `start` to `end`, both offsets in the field as typed."""
        return Match(self.field, start, end, self.plain[start:end])

    def match_words(self, first: int, count: int) -> Match | None:
        """The `count` words from word number `first` on, with all that stands between them; None
        when they are no words on their own, because an apostrophe ties them to another one, or do
        not belong together, because a comma or the like parts them."""
        start, _ = self._word_spans[first]
        _, end = self._word_spans[first + count - 1]
        folded = self.folded.text
        if _TIED_BEFORE.search(folded, max(start - 2, 0), start) or _TIED_AFTER.match(folded, end):
            return None
        if count > 1 and _PHRASE_BREAK.search(folded, start, end):
            return None
        return self.match(*self.folded.source_span(start, end))

    @kept
    def _word_spans(self) -> list[tuple[int, int]]:
        return [found.span() for found in _WORD.finditer(self.folded.text)]


class Views:
    """The views of the fields that a visitor fills in."""

    def __init__(self, author: Author, text: str) -> None:
        self.text = FieldView("text", text)
        self.name = FieldView("name", author.name or "")
        self.email = FieldView("email", author.email or "")
        self.website = FieldView("website", author.website or "")

    def field(self, name: str) -> FieldView:
        """The view of the field called `name`, one of FIELDS."""
        found: FieldView = getattr(self, name)
        return found

    @kept
    def fingerprint(self) -> str:
        """16 hex digits, equal for texts with the same folded words; for texts without any word
        equal for the same characters, white space at the ends aside."""
        words = self.text.words
        content = f"words {' '.join(words)}" if words else f"text {self.text.plain.strip()}"
        digest = hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=8)
        return digest.hexdigest()
