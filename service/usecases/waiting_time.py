"""Tell an author how long his comment may wait for a person."""

from dataclasses import dataclass
from statistics import median

from service.domain.ports import Storage
from service.usecases.own_comment import OwnComment

COUNTED = 1_000
"""Comments before one's own that are counted; beyond, the place says no more."""
LOOKED_AT = 100
"""Decisions of people from which the typical wait is taken."""
ENOUGH = 5


@dataclass(frozen=True, slots=True)
class WaitingTime:
    """`ahead`: how many comments wait since before, at most COUNTED. `typical_ms`: what half of the
    last ones took no longer than; None while people decided on too few to tell."""

    ahead: int
    typical_ms: int | None


async def waiting_time(own: OwnComment, *, storage: Storage) -> WaitingTime:
    """For a comment that waits. Raises Unavailable."""
    ahead = await storage.comments.ahead(own.comment, COUNTED)
    waits = await storage.decisions.waits(own.site.id, LOOKED_AT)
    return WaitingTime(ahead, round(median(waits)) if len(waits) >= ENOUGH else None)
