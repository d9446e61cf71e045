"""Read who is kept out now."""

from collections.abc import Sequence

from service.domain.author import Block
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage
from service.usecases.review_comments import visible_sites


async def list_blocks(
    site_slug: str | None,
    *,
    after: int | None,
    limit: int,
    token: Principal,
    storage: Storage,
    clock: Clock,
) -> tuple[Sequence[Block], int | None]:
    """A page of the blocks that hold on the principal's sites, newest first. Raises
    `unknown_site`."""
    sites = await visible_sites(site_slug, token=token, storage=storage)
    return await storage.authors.blocks_page(sites, clock(), after, limit)
