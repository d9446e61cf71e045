"""Read what moderators read of threads: the list, and one thread with its addresses."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.errors import Invalid, NotFound
from service.domain.moderator import Principal
from service.domain.page_key import page_address
from service.domain.ports import Storage
from service.domain.thread import ListedThread, Merge
from service.domain.thread_ports import ThreadFilter
from service.usecases.review_comments import visible_sites


@dataclass(frozen=True, slots=True)
class ThreadStory:
    """A thread with every address that leads to it, and what went into it, the newest first."""

    listed: ListedThread
    addresses: Sequence[str]
    merges: Sequence[Merge]


async def list_threads(
    q: str | None,
    *,
    closed: bool | None,
    site_slug: str | None,
    after: int | None,
    limit: int,
    token: Principal,
    storage: Storage,
) -> tuple[Sequence[ListedThread], int | None]:
    """A page of the threads on the principal's sites, the newest first. `q` is words of titles and
    addresses, or a page's whole address as a browser shows it. Raises `unknown_site`."""
    sites = await visible_sites(site_slug, token=token, storage=storage)
    key = await _key_meant(q or "", sites, storage)
    words = q if key is None else None
    wanted = ThreadFilter(site_ids=sites, words=words or None, key=key, closed=closed)
    return await storage.threads.page(wanted, after, limit)


async def show_thread(public_id: str, *, token: Principal, storage: Storage) -> ThreadStory:
    """One thread with its story. Raises NotFound `unknown_thread`."""
    listed = await listed_thread(public_id, token=token, storage=storage)
    thread_id = listed.thread.id
    return ThreadStory(
        listed,
        await storage.threads.aliases(thread_id),
        await storage.threads.merges(thread_id),
    )


async def listed_thread(public_id: str, *, token: Principal, storage: Storage) -> ListedThread:
    """One thread, if it is on a site of the principal's. Raises NotFound `unknown_thread`."""
    listed = await storage.threads.listed(public_id)
    if listed is None or token.roles.on(listed.thread.site_id) is None:
        raise NotFound("unknown_thread")
    return listed


async def _key_meant(q: str, sites: tuple[int, ...] | None, storage: Storage) -> str | None:
    """The key of the page whose whole address was typed, None for words."""
    if "://" not in q:
        return None
    for site in await storage.sites.all():
        if sites is None or site.id in sites:
            try:
                return page_address(site, q).key
            except Invalid:
                continue
    return None
