"""End a session: sign out, or put another browser out."""

from service.domain.account_event import AccountAct
from service.domain.errors import NotFound
from service.domain.moderator import Acting, Role, Roles
from service.domain.ports import Clock, Storage, Transaction
from service.domain.session import OpenSession
from service.usecases.account_log import account_log, named


async def end_session(
    public_id: str, opened: OpenSession, *, by: Acting, storage: Storage, clock: Clock
) -> None:
    """Ends one's own session, or as owner one of somebody whose roles one's own cover. It is over
    for every request that begins afterwards.

    Raises NotFound `unknown_session`.
    """
    found = await storage.accounts.session(public_id)
    if found is None or not _may_end(opened, found[1].id, by, found[1].roles):
        raise NotFound("unknown_session")
    log = await account_log(by, storage=storage, clock=clock)
    is_this = public_id == opened.session.public_id
    act = AccountAct.SIGNED_OUT if is_this else AccountAct.SESSION_ENDED

    async def unit(tx: Transaction) -> None:
        if await tx.accounts.end_session(public_id):
            await tx.accounts.log(log.tells(act, named(found[1])))

    await storage.write(unit)


def _may_end(opened: OpenSession, moderator_id: int, by: Acting, roles: Roles) -> bool:
    if moderator_id == opened.moderator.id:
        return True
    owned = by.roles.reaching(Role.OWNER)
    return owned.highest is not None and owned.cover(roles)
