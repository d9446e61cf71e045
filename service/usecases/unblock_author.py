"""Unblock an author: take a block back before its end."""

from service.domain.author import Block
from service.domain.errors import NotFound
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site_event import SiteAct
from service.usecases.site_log import site_event


async def unblock_author(public_id: str, *, by: Principal, storage: Storage, clock: Clock) -> Block:
    """Removes the block and returns what it was. Raises NotFound `unknown_block`."""

    async def unit(tx: Transaction) -> Block:
        block = await tx.authors.remove_block(public_id)
        if block is None or by.roles.on(block.site_id) is None:
            raise NotFound("unknown_block")
        event = site_event(
            by,
            block.site_id,
            SiteAct.AUTHOR_UNBLOCKED,
            (block.public_id, block.label),
            at=clock(),
            kind=block.mark.kind.value,
            comment=block.comment,
        )
        await tx.log_site_event(event)
        return block

    return await storage.write(unit)
