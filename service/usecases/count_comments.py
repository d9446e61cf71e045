"""Count the approved comments of many pages at once."""

from collections.abc import Mapping, Sequence

from service.domain.errors import Invalid, NotFound
from service.domain.page_key import page_address
from service.domain.ports import Storage
from service.domain.site import Site


async def count_comments(
    site_slug: str, posts: Sequence[str], *, storage: Storage
) -> Mapping[str, int | None]:
    """The number of published comments by post as it was asked for; None for what is no page of
    the site, so that one bad link of a page leaves it the other numbers. Raises `unknown_site`."""
    site = await storage.sites.by_slug(site_slug)
    if site is None:
        raise NotFound("unknown_site", "site")
    keys = {post: _key(site, post) for post in posts}
    counts = await storage.comments.counts(site.id, sorted(set(filter(None, keys.values()))))
    return {post: counts.get(key, 0) if key else None for post, key in keys.items()}


def _key(site: Site, post: str) -> str | None:
    try:
        return page_address(site, post).key
    except Invalid:
        return None
