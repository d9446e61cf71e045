"""Take a person's account away."""

from service.domain.account_event import AccountAct
from service.domain.moderator import Acting
from service.domain.ports import Clock, Storage, Transaction
from service.usecases.account_log import account_log, named
from service.usecases.manage_moderators import keep_an_owner, moderator_to_change


async def remove_moderator(public_id: str, *, by: Acting, storage: Storage, clock: Clock) -> None:
    """With his sessions, tokens and unused invitations, at once. What he decided stays in the log
    under his name.

    Raises NotFound `unknown_moderator`, Forbidden `beyond_own_roles`, Conflict `last_owner`.
    """
    log = await account_log(by, storage=storage, clock=clock)

    async def unit(tx: Transaction) -> None:
        moderator = await moderator_to_change(tx, public_id, by)
        await keep_an_owner(tx, moderator)
        for token in await tx.accounts.tokens_by(public_id):
            await tx.accounts.remove_token(token.public_id)
            about = (token.public_id, token.name)
            await tx.accounts.log(log.tells(AccountAct.TOKEN_REVOKED, about))
        await tx.accounts.remove_links_by(public_id)
        await tx.accounts.remove_moderator(moderator.id)
        await tx.accounts.log(log.tells(AccountAct.MODERATOR_REMOVED, named(moderator)))

    await storage.write(unit)
