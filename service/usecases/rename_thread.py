"""Give a thread another address or title: the page was moved, or was named badly."""

from dataclasses import replace

from service.domain.errors import NotFound
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site_event import SiteAct
from service.domain.thread import ListedThread
from service.usecases.page_named import page_named
from service.usecases.review_threads import listed_thread
from service.usecases.site_log import site_event


async def rename_thread(
    public_id: str,
    *,
    address: str | None,
    title: str | None,
    by: Principal,
    storage: Storage,
    clock: Clock,
) -> ListedThread:
    """`address` is the page's new address, `title` its new title (empty: it has none); None leaves
    it as it is. The addresses that it had lead to it still.

    Raises NotFound `unknown_thread`, Conflict `address_taken` when the address is another
    thread's, and Invalid `bad_page` and `foreign_page`.
    """
    listed = await listed_thread(public_id, token=by, storage=storage)
    site = await storage.sites.by_id(listed.thread.site_id)
    if site is None:
        raise NotFound("unknown_thread")
    page = None if address is None else page_named(site, address, "address")

    async def unit(tx: Transaction) -> None:
        thread = await tx.threads.by_public_id(public_id)
        if thread is None:
            raise NotFound("unknown_thread")
        renamed = thread
        if page is not None:
            renamed = replace(renamed, key=page.key, url=page.url)
        if title is not None:
            renamed = replace(renamed, title=title or None)
        if renamed == thread:
            return
        await tx.threads.change(renamed)
        event = site_event(
            by,
            thread.site_id,
            SiteAct.THREAD_RENAMED,
            (public_id, thread.name),
            at=clock(),
            page=renamed.key,
            title=renamed.name,
            was=thread.key,
        )
        await tx.log_site_event(event)

    await storage.write(unit)
    return await listed_thread(public_id, token=by, storage=storage)
