"""What an author may be known by again, and what moderators keep about him: blocks and notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class MarkKind(StrEnum):
    """What an author is known by. Only an identity is proven; a network is shared, and an address
    or a name is whatever somebody typed."""

    IDENTITY = "identity"
    NETWORK = "network"
    EMAIL = "email"
    NAME = "name"


class Mark(NamedTuple):
    """One thing that an author is known by on a site. `value` is an identity's id, a keyed network
    name, or an address or name in the form in which they are compared."""

    kind: MarkKind
    value: str


@dataclass(frozen=True, slots=True)
class Block:
    """Whoever has the mark is kept out of the site before `until` (None: for ever; UTC
    milliseconds). `label` says in words whom it means, `comment` is the public id of the comment
    that it was made from."""

    public_id: str
    site_id: int
    mark: Mark
    until: int | None
    reason: str | None
    label: str
    comment: str
    by_id: str
    by_name: str
    at: int

    def holds(self, now: int) -> bool:
        """Whether it still keeps anybody out."""
        return self.until is None or self.until > now


@dataclass(frozen=True, slots=True)
class AuthorNote:
    """What a moderator wrote about whoever has the mark, for colleagues. `label` and `comment` are
    as a block's."""

    public_id: str
    site_id: int
    mark: Mark
    text: str
    label: str
    comment: str
    by_id: str
    by_name: str
    at: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another author from the same network: what he calls himself, whether he is proven, how often
    he wrote, and the public id of his newest comment."""

    name: str | None
    proven: bool
    comments: int
    newest: str
    at: int


@dataclass(frozen=True, slots=True)
class Neighbours:
    """How many other authors there are, and the newest of them."""

    count: int = 0
    newest: Sequence[Neighbour] = ()
