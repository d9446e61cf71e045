"""Take an API token out of use."""

from service.domain.account_event import AccountAct
from service.domain.errors import NotFound
from service.domain.moderator import Acting
from service.domain.ports import Clock, Storage, Transaction
from service.usecases.account_log import account_log


async def revoke_token(public_id: str, *, by: Acting, storage: Storage, clock: Clock) -> None:
    """It opens nothing from now on, nor does what was made with it. One may revoke one's own, and
    those that may do no more than oneself.

    Raises NotFound `unknown_token`.
    """
    token = await storage.accounts.token(public_id)
    is_own = token is not None and token.created_by == by.public_id
    if token is None or not (is_own or by.roles.cover(token.roles)):
        raise NotFound("unknown_token")
    log = await account_log(by, storage=storage, clock=clock)

    async def unit(tx: Transaction) -> None:
        if not await tx.accounts.remove_token(public_id):
            raise NotFound("unknown_token")
        for each in (token, *await tx.accounts.tokens_by(public_id)):
            await tx.accounts.remove_token(each.public_id)
            about = (each.public_id, each.name)
            await tx.accounts.log(log.tells(AccountAct.TOKEN_REVOKED, about))

    await storage.write(unit)
