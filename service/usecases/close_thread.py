"""Close a thread to new comments, and open it again."""

from dataclasses import replace

from service.domain.errors import NotFound
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site_event import SiteAct
from service.domain.thread import ListedThread
from service.usecases.review_threads import listed_thread
from service.usecases.site_log import site_event


async def close_thread(
    public_id: str, *, closed: bool, by: Principal, storage: Storage, clock: Clock
) -> ListedThread:
    """Closes the thread, or opens it; one that stands so already is left as it is. What is public
    stays public, and what waits can be decided on.

    Raises NotFound `unknown_thread`.
    """

    async def unit(tx: Transaction) -> None:
        thread = await tx.threads.by_public_id(public_id)
        if thread is None or by.roles.on(thread.site_id) is None:
            raise NotFound("unknown_thread")
        if (thread.closed_at is not None) is closed:
            return
        at = clock()
        act = SiteAct.THREAD_CLOSED if closed else SiteAct.THREAD_OPENED
        await tx.threads.change(replace(thread, closed_at=at if closed else None))
        about = (public_id, thread.name)
        await tx.log_site_event(site_event(by, thread.site_id, act, about, at=at, page=thread.key))

    await storage.write(unit)
    return await listed_thread(public_id, token=by, storage=storage)
