"""Give a moderator other roles."""

from dataclasses import replace

from service.domain.account_event import AccountAct
from service.domain.moderator import Acting, Moderator, Role, Roles
from service.domain.one_time_link import LinkKind
from service.domain.ports import Clock, Storage, Transaction
from service.usecases.account_log import account_log, named, role_words
from service.usecases.manage_moderators import keep_an_owner, moderator_to_change, require_cover


async def change_roles(
    public_id: str, roles: Roles, *, by: Acting, storage: Storage, clock: Clock
) -> Moderator:
    """Ends the moderator's sessions and unused invitations at once, and those of his tokens that
    may do more than he may now.

    Raises NotFound `unknown_moderator`, Forbidden `beyond_own_roles`, Conflict `last_owner`.
    """
    require_cover(by, roles)
    log = await account_log(by, storage=storage, clock=clock)

    async def unit(tx: Transaction) -> Moderator:
        moderator = await moderator_to_change(tx, public_id, by)
        if moderator.roles == roles:
            return moderator
        if roles.everywhere is not Role.OWNER:
            await keep_an_owner(tx, moderator)
        changed = replace(moderator, role=roles.everywhere, on_sites=roles.on_sites)
        await tx.accounts.change_moderator(changed)
        await tx.accounts.end_sessions(moderator.id)
        await tx.accounts.remove_links_by(public_id)
        if changed.is_owner:
            await tx.accounts.remove_links(LinkKind.WELCOME)
        for token in await tx.accounts.tokens_by(public_id):
            if not roles.cover(token.roles):
                await tx.accounts.remove_token(token.public_id)
                about = (token.public_id, token.name)
                await tx.accounts.log(log.tells(AccountAct.TOKEN_REVOKED, about))
        details = {"from": role_words(moderator.roles), "to": role_words(roles)}
        await tx.accounts.log(log.tells(AccountAct.ROLES_CHANGED, named(moderator), **details))
        return changed

    return await storage.write(unit)
