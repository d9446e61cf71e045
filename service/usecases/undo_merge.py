"""Undo the merge of two threads: the one that was gone is there again."""

from service.domain.errors import NotFound
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site_event import SiteAct
from service.domain.thread import ListedThread
from service.usecases.review_threads import listed_thread
from service.usecases.site_log import site_event


async def undo_merge(
    public_id: str, *, by: Principal, storage: Storage, clock: Clock
) -> ListedThread:
    """The thread as it was, with its addresses and the comments that came from it, as they were
    decided on since, and the answers that they got. What else was posted since stays where it is,
    by whatever address it came in.

    Raises NotFound `unknown_merge`, also for one that was undone; Conflict `merged_again` when the
    thread that it went into went on into another, and `address_in_use` when that one took its
    address for its own.
    """

    async def unit(tx: Transaction) -> str:
        merge = await tx.threads.merged(public_id)
        if merge is None or by.roles.on(merge.thread.site_id) is None:
            raise NotFound("unknown_merge")
        moved = await tx.threads.unmerge(merge)
        thread = merge.thread
        event = site_event(
            by,
            thread.site_id,
            SiteAct.MERGE_UNDONE,
            (thread.public_id, thread.name),
            at=clock(),
            undoes=public_id,
            page=thread.key,
            n=moved,
        )
        await tx.log_site_event(event)
        return thread.public_id

    return await listed_thread(await storage.write(unit), token=by, storage=storage)
