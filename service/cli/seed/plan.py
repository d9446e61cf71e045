"""What stands where in a made-up history: pages, answers, authors, and what became of each comment.

Equal numbers give equal plans. Pages have sizes as pages have them: few with many comments, many
with few (Zipf's law with Mandelbrot's shift). Each page gets its comments when it is new, some of
them much later.
"""

import random
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

EXACT = (50, 500)
"""The first pages have exactly so many public comments, so that what is measured on them is the
same in every history."""
LEAST = 1_000
SPAN_MS = 3 * 365 * 24 * 60 * 60 * 1000
MOST_ON_A_PAGE = 2_000
_COMMENTS_A_PAGE = 20
_COMMENTS_AN_AUTHOR = 6
_SHIFT = 3.0
_STEEPNESS = 0.9
_BUSY_SHARE = 0.02
"""Of the whole time: about how long a page is talked about."""
_LATE = 0.15
_ANSWERS = 0.35
_ANSWERABLE = 8
"""The latest comments of a page, of which answers answer one."""
_PROVEN = 0.7
_NEW_SHARE = 0.06
"""Of the whole time, at its end: of what was held then, people have not seen most yet."""
_UNSEEN = 0.7
_KNOWN_PUBLISHED = 0.75
_BITS = 24


class Fate(IntEnum):
    """What became of a comment. All but `PUBLISHED` were held by the rules first."""

    PUBLISHED = 0
    APPROVED = 1
    REJECTED = 2
    SPAM = 3
    DELETED = 4
    PENDING = 5


PUBLIC = (Fate.PUBLISHED, Fate.APPROVED)
_DECIDED = ((0.12, Fate.SPAM), (0.16, Fate.REJECTED), (0.18, Fate.DELETED))
_NONE = -1


@dataclass(frozen=True, slots=True)
class Planned:
    """One comment: its place in time (milliseconds from the start), its page and author by number,
    what it answers and the top of its branch by their places in the plan (itself for a root), how
    many public comments a root's branch holds, itself included."""

    number: int
    at: int
    page: int
    author: int
    is_proven: bool
    parent: int | None
    root: int
    branch: int
    fate: Fate


class Plan:
    """All comments in the order of time, in some fifty bytes each."""

    def __init__(self, count: int) -> None:
        """`count` is at least LEAST."""
        chance = random.Random(count)  # noqa: S311 -- keeps no secret
        self.count = count
        self.pages = max(len(EXACT) + 1, count // _COMMENTS_A_PAGE)
        self.authors = count // _COMMENTS_AN_AUTHOR
        self._places = _places(_sizes(self.pages, count, chance), chance)
        self._author = array("i", [0]) * count
        self._parent = array("i", [_NONE]) * count
        self._root = array("i", range(count))
        self._branch = array("i", [0]) * count
        self._fate = bytearray(count)
        self.credits: tuple[array[int], array[int]] = (
            array("i", [0]) * self.authors,
            array("i", [0]) * self.authors,
        )
        """Of each author: how many of his comments people approved, and turned away."""
        self._draw(chance)

    def __iter__(self) -> Iterator[Planned]:
        for number, place in enumerate(self._places):
            author, parent = self._author[number], self._parent[number]
            yield Planned(
                number=number,
                at=place >> _BITS,
                page=place & ((1 << _BITS) - 1),
                author=author,
                is_proven=is_proven(author),
                parent=None if parent == _NONE else parent,
                root=self._root[number],
                branch=self._branch[number],
                fate=Fate(self._fate[number]),
            )

    def _draw(self, chance: random.Random) -> None:
        latest: dict[int, list[int]] = {}
        seen = bytearray(self.authors)
        new_from = SPAN_MS * (1 - _NEW_SHARE)
        for number, place in enumerate(self._places):
            page = place & ((1 << _BITS) - 1)
            author = int(self.authors * chance.random() ** 2)
            is_exact = page < len(EXACT)
            fate = _fate(
                chance,
                is_known=is_exact or (is_proven(author) and seen[author] > 0),
                is_new=place >> _BITS > new_from and not is_exact,
                is_public=is_exact,
            )
            seen[author] = 1
            self._author[number] = author
            self._fate[number] = fate
            self._count(author, fate)
            before = latest.setdefault(page, [])
            if before and fate is not Fate.SPAM and chance.random() < _ANSWERS:
                parent = before[int(len(before) * chance.random())]
                self._parent[number] = parent
                self._root[number] = self._root[parent]
            if fate in PUBLIC:
                self._branch[self._root[number]] += 1
                before.append(number)
                if len(before) > _ANSWERABLE:
                    del before[0]

    def _count(self, author: int, fate: Fate) -> None:
        if fate is Fate.APPROVED:
            self.credits[0][author] += 1
        elif fate in (Fate.REJECTED, Fate.SPAM):
            self.credits[1][author] += 1


def is_proven(author: int) -> bool:
    """Whether the author's device proves who he is."""
    return author % 10 < _PROVEN * 10


def birth(page: int, pages: int) -> float:
    """When a page is new, as a share of the whole time: they come one after the other."""
    return page / pages * (1 - 2 * _BUSY_SHARE)


def _fate(chance: random.Random, *, is_known: bool, is_new: bool, is_public: bool) -> Fate:
    if is_public:
        return Fate.PUBLISHED
    if is_known and chance.random() < _KNOWN_PUBLISHED:
        return Fate.PUBLISHED
    if is_new and chance.random() < _UNSEEN:
        return Fate.PENDING
    drawn = chance.random()
    return next((fate for below, fate in _DECIDED if drawn < below), Fate.APPROVED)


def _sizes(pages: int, count: int, chance: random.Random) -> list[int]:
    """How many comments each page has, all of them together `count`."""
    left = count - sum(EXACT)
    weights = [1 / (rank + _SHIFT) ** _STEEPNESS for rank in range(pages - len(EXACT))]
    chance.shuffle(weights)
    each = left / sum(weights)
    sizes = [min(MOST_ON_A_PAGE, int(each * weight)) for weight in weights]
    missing = left - sum(sizes)
    for place in range(missing):
        sizes[place % len(sizes)] += 1
    return [*EXACT, *sizes]


def _places(sizes: list[int], chance: random.Random) -> "array[int]":
    """The moment of each comment with its page in the lowest bits, in order."""
    places: list[int] = []
    for page, size in enumerate(sizes):
        born = birth(page, len(sizes))
        for _ in range(size):
            moment = born + chance.expovariate(1 / _BUSY_SHARE)
            if moment >= 1 or chance.random() < _LATE:
                moment = born + (1 - born) * chance.random()
            places.append(int(moment * SPAN_MS) << _BITS | page)
    places.sort()
    return array("q", places)
