"""The tabs over the queue: comments by where they stand, and by what is said against that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.domain.concern import Concern
from service.domain.ports import Storage

VIEWS: tuple[Status | Concern, ...] = (
    Status.PENDING,
    Status.APPROVED,
    Status.REJECTED,
    Status.SPAM,
    Concern.REPORTED,
    Concern.APPEALED,
)
"""In the order of their keys."""


@dataclass(frozen=True, slots=True)
class View:
    """A tab. `count` None: not counted, or nothing there to be told."""

    name: str
    path: str
    current: bool
    count: int | None = None


async def count_work(
    sites: tuple[int, ...] | None, *, storage: Storage
) -> Mapping[Status | Concern, int]:
    """How many comments wait for somebody, in the views where they do."""
    wanted: dict[Status | Concern, QueueFilter] = {
        Status.PENDING: QueueFilter(site_ids=sites, status=Status.PENDING)
    }
    wanted |= {each: QueueFilter(site_ids=sites, only=each) for each in Concern}
    return {view: await storage.comments.count(asked) for view, asked in wanted.items()}


def views_of(
    current: Status | Concern, site: str | None, counts: Mapping[Status | Concern, int]
) -> Sequence[View]:
    """The tabs. How many wait is always told; reports and appeals only where there are any."""
    kept = {"site": site} if site else {}
    return [
        View(
            each.value,
            f"/moderate/queue?{urlencode({_field(each): each.value, **kept})}",
            each is current,
            counts.get(each, 0) if each is Status.PENDING else counts.get(each) or None,
        )
        for each in VIEWS
    ]


def _field(view: Status | Concern) -> str:
    return "status" if isinstance(view, Status) else "only"
