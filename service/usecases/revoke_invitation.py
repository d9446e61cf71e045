"""Take an invitation back before it is used."""

from service.domain.account_event import AccountAct
from service.domain.errors import NotFound
from service.domain.moderator import Acting
from service.domain.one_time_link import LinkKind
from service.domain.ports import Clock, Storage, Transaction
from service.usecases.account_log import account_log


async def revoke_invitation(public_id: str, *, by: Acting, storage: Storage, clock: Clock) -> None:
    """Its link opens nothing any more. Raises NotFound `unknown_invitation`."""
    log = await account_log(by, storage=storage, clock=clock)

    async def unit(tx: Transaction) -> None:
        link = await tx.accounts.use_link(public_id)
        # Whatever this raises puts the link back.
        if link is None or link.kind is not LinkKind.INVITATION or not by.roles.cover(link.roles):
            raise NotFound("unknown_invitation")
        about = (public_id, link.name or "")
        await tx.accounts.log(log.tells(AccountAct.INVITATION_REVOKED, about))

    await storage.write(unit)
