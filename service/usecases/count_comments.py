"""Count the approved comments of many pages at once."""

from collections.abc import Mapping, Sequence

from service.domain.errors import NotFound
from service.domain.page_key import page_address
from service.domain.ports import Storage


async def count_comments(
    site_slug: str, posts: Sequence[str], *, storage: Storage
) -> Mapping[str, int]:
    """The number of published comments by post as it was asked for. Raises `unknown_site`."""
    site = await storage.sites.by_slug(site_slug)
    if site is None:
        raise NotFound("unknown_site", "site")
    keys = {post: page_address(site, post).key for post in posts}
    counts = await storage.comments.counts(site.id, sorted(set(keys.values())))
    return {post: counts.get(key, 0) for post, key in keys.items()}
