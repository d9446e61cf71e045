"""Invite a person by a link."""

from service.domain.account_event import AccountAct
from service.domain.moderator import Acting, Roles
from service.domain.one_time_link import LinkKind, OneTimeLink
from service.domain.ports import Clock, Storage, Transaction
from service.usecases.account_log import account_log, role_words
from service.usecases.manage_moderators import require_cover
from service.usecases.one_time_links import new_link


async def invite_moderator(
    roles: Roles,
    *,
    name: str | None,
    life_ms: int | None,
    by: Acting,
    storage: Storage,
    clock: Clock,
) -> tuple[OneTimeLink, str]:
    """The invitation and its secret, which is shown only now. `name` says whom it is for.

    Raises Forbidden `beyond_own_roles`.
    """
    require_cover(by, roles)
    log = await account_log(by, storage=storage, clock=clock)
    link, text = new_link(
        LinkKind.INVITATION, by=by, now=log.at, roles=roles, name=name, life_ms=life_ms
    )
    about = (link.public_id, name or "")

    async def unit(tx: Transaction) -> None:
        await tx.accounts.add_link(link)
        await tx.accounts.log(log.tells(AccountAct.INVITED, about, roles=role_words(roles)))

    await storage.write(unit)
    return link, text
