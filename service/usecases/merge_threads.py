"""Merge a thread into another one: two addresses turned out to be one page."""

from dataclasses import dataclass, replace

from service.domain.errors import Invalid, NotFound
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site import Site
from service.domain.site_event import SiteAct
from service.domain.thread import ListedThread
from service.usecases.page_named import page_named
from service.usecases.review_threads import listed_thread
from service.usecases.site_log import site_event


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of it: `merge` is to be undone by, `moved` the number of comments."""

    merge: str
    moved: int
    thread: ListedThread


async def merge_threads(
    public_id: str, into: str, *, by: Principal, storage: Storage, clock: Clock
) -> Merged:
    """Moves all comments of the thread, whatever their status, into another of its site, which is
    named by its id or by an address of its page. Every address of the first leads to the second
    from then on, as its own address and what comes in by it do; the second keeps its title, and
    stays open or closed. The first is gone, until the merge is undone (`undo_merge`).

    Raises NotFound `unknown_thread` and `unknown_target`; Invalid `merge_with_itself`,
    `other_site`, `bad_page` and `foreign_page`.
    """
    _, target = await preview_merge(public_id, into, by=by, storage=storage)

    async def unit(tx: Transaction) -> tuple[str, int]:
        thread = await tx.threads.by_public_id(public_id)
        other = await tx.threads.by_public_id(target.thread.public_id)
        if thread is None:
            raise NotFound("unknown_thread")
        if other is None:
            raise NotFound("unknown_target", "into")
        event = site_event(
            by,
            thread.site_id,
            SiteAct.THREADS_MERGED,
            (public_id, thread.name),
            at=clock(),
            page=thread.key,
            into=other.name,
            into_id=other.public_id,
        )
        moved = await tx.threads.merge(thread, other, event.public_id, event.at)
        await tx.log_site_event(replace(event, details={**event.details, "n": moved}))
        return event.public_id, moved

    merge, moved = await storage.write(unit)
    listed = await listed_thread(target.thread.public_id, token=by, storage=storage)
    return Merged(merge, moved, listed)


async def preview_merge(
    public_id: str, into: str, *, by: Principal, storage: Storage
) -> tuple[ListedThread, ListedThread]:
    """Both threads of a merge as they stand now. Raises what `merge_threads` does."""
    listed = await listed_thread(public_id, token=by, storage=storage)
    site = await storage.sites.by_id(listed.thread.site_id)
    target = None if site is None else await _target(site, into, by, storage)
    if target is None:
        raise NotFound("unknown_target", "into")
    if target.thread.id == listed.thread.id:
        raise Invalid("merge_with_itself", "into")
    if target.thread.site_id != listed.thread.site_id:
        raise Invalid("other_site", "into")
    return listed, target


async def _target(site: Site, into: str, by: Principal, storage: Storage) -> ListedThread | None:
    found = await storage.threads.listed(into)
    if found is not None:
        return None if by.roles.on(found.thread.site_id) is None else found
    thread = await storage.threads.by_key(site.id, page_named(site, into, "into").key)
    return None if thread is None else await storage.threads.listed(thread.public_id)
