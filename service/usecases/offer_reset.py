"""Give a moderator who lost his password a link to choose a new one."""

from service.domain.account_event import AccountAct
from service.domain.errors import Conflict
from service.domain.moderator import Acting
from service.domain.one_time_link import LinkKind, OneTimeLink
from service.domain.ports import Clock, Storage, Transaction
from service.usecases.account_log import account_log, named
from service.usecases.manage_moderators import moderator_to_change
from service.usecases.one_time_links import new_link


async def offer_reset(
    public_id: str, *, drops_second_factor: bool, by: Acting, storage: Storage, clock: Clock
) -> tuple[OneTimeLink, str]:
    """The link and its secret, which is shown only now, in place of earlier ones. Until it is used
    the old password holds.

    Raises NotFound `unknown_moderator`, Forbidden `beyond_own_roles`, Conflict `own_account`.
    """
    log = await account_log(by, storage=storage, clock=clock)

    async def unit(tx: Transaction) -> tuple[OneTimeLink, str]:
        moderator = await moderator_to_change(tx, public_id, by)
        if public_id == by.public_id:
            # Else whoever finds his browser open would need no password.
            raise Conflict("own_account")
        link, text = new_link(
            LinkKind.RESET,
            by=by,
            now=log.at,
            moderator_id=moderator.id,
            drops_second_factor=drops_second_factor,
        )
        await tx.accounts.remove_links(LinkKind.RESET, moderator.id)
        await tx.accounts.add_link(link)
        details = {"drops_second_factor": drops_second_factor}
        await tx.accounts.log(log.tells(AccountAct.RESET_OFFERED, named(moderator), **details))
        return link, text

    return await storage.write(unit)
