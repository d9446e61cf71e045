"""Look at what a bulk decision would be about, before it is taken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter, ReviewedComment
from service.domain.ports import Storage
from service.domain.site import Site

FIRST = 5


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """How many comments the filter finds, and the first of them. `seen` is how long the site's log
    was then: an order that carries it leaves alone what came in or was changed after the look."""

    count: int
    seen: int
    first: Sequence[ReviewedComment]


async def preview_bulk(site: Site, wanted: QueueFilter, *, storage: Storage) -> BulkPreview:
    """What a bulk decision on these comments of the site would be about; where the filter says how
    long the log was at an earlier look, as they were then. Raises Unavailable."""
    now, _ = await storage.decisions.head(site.id)
    seen = now if wanted.seen is None else min(wanted.seen, now)
    meant = replace(wanted, site_ids=(site.id,), status=status_meant(wanted), seen=seen)
    first, _ = await storage.comments.queue(meant, None, FIRST)
    return BulkPreview(await storage.comments.count(meant), seen, first)


def status_meant(wanted: QueueFilter) -> Status | None:
    """The status that a bulk decision is about: those that wait, unless another is asked for, or
    reports or appeals are, which may be about any."""
    if wanted.status is None and wanted.only is None:
        return Status.PENDING
    return wanted.status
