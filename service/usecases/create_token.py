"""Create an API token for a moderator's program or script."""

from service.domain.account_event import AccountAct
from service.domain.errors import Invalid
from service.domain.identity import new_public_id, token_hash
from service.domain.moderator import TERMINAL, Acting, ApiToken, Roles, new_token_text
from service.domain.ports import Clock, Storage, Transaction
from service.usecases.account_log import account_log, role_words
from service.usecases.manage_moderators import require_cover

NAME_MAX = 80


async def create_token(
    name: str,
    roles: Roles,
    *,
    expires_at: int | None,
    by: Acting = TERMINAL,
    storage: Storage,
    clock: Clock,
) -> tuple[ApiToken, str]:
    """Stores the token hashed and returns its record with its text, which is shown only now.

    Raises Forbidden `beyond_own_roles` for one that may do more than who makes it; Invalid
    `bad_name` for a name that could not be told in the log: empty, of several lines, or longer
    than `NAME_MAX` characters.
    """
    name = name.strip()
    if not 0 < len(name) <= NAME_MAX or not name.isprintable():
        raise Invalid("bad_name", "name", limit=NAME_MAX)
    public_id = new_public_id()
    text, secret = new_token_text(public_id)
    token = ApiToken(
        public_id=public_id,
        name=name,
        roles=roles,
        secret_hash=token_hash(secret),
        created_at=clock(),
        expires_at=expires_at,
        created_by=await _maker(by, storage),
    )
    require_cover(by, roles)
    log = await account_log(by, storage=storage, clock=clock)
    details = {"roles": role_words(roles), "expires_at": expires_at}

    async def unit(tx: Transaction) -> None:
        await tx.accounts.add_token(token)
        await tx.accounts.log(log.tells(AccountAct.TOKEN_MADE, (public_id, name), **details))

    await storage.write(unit)
    return token, text


async def _maker(by: Acting, storage: Storage) -> str | None:
    """Who answers for the token: the moderator behind the token that makes it, where there is one,
    so that both end with his account."""
    if by.public_id == TERMINAL.public_id:
        return None
    parent = await storage.accounts.token(by.public_id)
    return by.public_id if parent is None else parent.created_by or parent.public_id
