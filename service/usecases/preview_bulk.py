"""Look at what a bulk decision would be about, before it is taken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain.comment import Status
from service.domain.ports import Clock, QueueFilter, ReviewedComment, Storage
from service.domain.site import Site

FIRST = 5


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """How many comments the filter finds at `seen_at`, and the first of them."""

    count: int
    seen_at: int
    first: Sequence[ReviewedComment]


async def preview_bulk(
    site: Site, wanted: QueueFilter, *, storage: Storage, clock: Clock
) -> BulkPreview:
    """What a bulk decision on these comments of the site would be about. Raises Unavailable."""
    status = Status.PENDING if wanted.status is None else wanted.status
    meant = replace(wanted, site_ids=(site.id,), status=status)
    now = clock()
    first, _ = await storage.comments.queue(meant, None, FIRST)
    return BulkPreview(await storage.comments.count(meant), now, first)
