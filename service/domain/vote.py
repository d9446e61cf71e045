"""Readers' votes on comments, and how much a comment is thought of by them."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

MOST_OF_A_CROWD = 10
"""Devices of one network that vote on a comment apart; more of them share one vote, for anybody can
make up devices."""

_SURE = 1.96
"""Standard deviations: 95 % sure."""


class Vote(StrEnum):
    """What a reader thinks of a comment."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Ballot:
    """A reader's vote on a comment; `vote` None takes back what he gave before.

    `voter` and `crowd` are keyed hashes (`domain.identity.voter_hash`): of his device, or of his
    network where he proves none, and of his network.
    """

    site_id: int
    comment_id: int
    voter: str
    crowd: str
    vote: Vote | None
    at: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes on a comment, and what this voter's is now."""

    up: int
    down: int
    yours: Vote | None


def esteem(up: int, down: int) -> int:
    """What a comment is ordered by where the best come first: from -1,000,000 to 1,000,000.

    How many like it at least, less how many dislike it at least, by the lower bound of Wilson's
    score interval (1927) for 95 %: two votes of two say less than 40 of 50.
    """
    return round(1_000_000 * (_at_least(up, up + down) - _at_least(down, up + down)))


def _at_least(part: int, whole: int) -> float:
    """The share that is at least `part` of all, when `whole` were asked."""
    if whole == 0:
        return 0.0
    share, spread = part / whole, _SURE**2 / whole
    doubt = _SURE * sqrt((share * (1 - share) + spread / 4) / whole)
    return (share + spread / 2 - doubt) / (1 + spread)
