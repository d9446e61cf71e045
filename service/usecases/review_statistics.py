"""Review how a site is moderated: how long comments wait, and what people decided each day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.domain.decision import Action
from service.domain.ports import Clock, Storage

DAYS = 30
DAY_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Statistics:
    """`oldest_ms` is how long the oldest waiting comment waits, None when none does. `days` are
    the last DAYS, oldest first: the date, how many comments people approved, and how many they
    turned away."""

    waiting: int
    oldest_ms: int | None
    days: Sequence[tuple[str, int, int]]


async def review_statistics(
    sites: tuple[int, ...] | None, *, storage: Storage, clock: Clock
) -> Statistics:
    """The figures of these sites (None: of all), as of now. Raises Unavailable."""
    now = clock()
    today = now // DAY_MS
    pending = QueueFilter(site_ids=sites, status=Status.PENDING)
    oldest = await storage.comments.oldest(pending)
    counts: defaultdict[tuple[int, bool], int] = defaultdict(int)
    for day, action, count in await storage.decisions.per_day(sites, (today - DAYS + 1) * DAY_MS):
        if action in (Action.APPROVE, Action.REJECT, Action.SPAM, Action.DELETE):
            counts[day, action == Action.APPROVE] += count
    return Statistics(
        waiting=await storage.comments.count(pending),
        oldest_ms=None if oldest is None else max(now - oldest, 0),
        days=[
            (_date(day), counts[day, True], counts[day, False])
            for day in range(today - DAYS + 1, today + 1)
        ],
    )


def _date(day: int) -> str:
    return datetime.fromtimestamp(day * DAY_MS / 1000, UTC).date().isoformat()
