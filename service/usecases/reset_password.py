"""Choose a new password by a link, without the old one."""

from dataclasses import replace

from service.domain.account_event import AccountAct
from service.domain.errors import Forbidden
from service.domain.moderator import Moderator
from service.domain.one_time_link import LinkKind
from service.domain.password import read_password
from service.domain.ports import Clock, Storage, Transaction
from service.usecases.account_log import account_log, himself, named
from service.usecases.gate import Gate
from service.usecases.one_time_links import open_link


async def reset_password(
    secret: str, password: str, *, network: str, gate: Gate, storage: Storage, clock: Clock
) -> Moderator:
    """Ends every session of the moderator; he signs in with the new password, and with a code
    unless the link says that he needs none any more.

    Raises Forbidden `bad_link`, Invalid as `read_password` does.
    """
    link = await open_link(secret, LinkKind.RESET, storage=storage, clock=clock)
    of_id = [one for one in await storage.accounts.moderators() if one.id == link.moderator_id]
    if not of_id:
        raise Forbidden("bad_link", "secret")
    moderator = of_id[0]
    hashed = await gate.passwords.hash(read_password(password, moderator.email, moderator.name))
    log = await account_log(himself(moderator, network), storage=storage, clock=clock)

    async def unit(tx: Transaction) -> Moderator:
        await tx.accounts.lock()
        used = await tx.accounts.use_link(link.public_id)
        current = await tx.accounts.moderator(moderator.public_id)
        if used is None or current is None:
            raise Forbidden("bad_link", "secret")
        changed = replace(current, password=hashed)
        if link.drops_second_factor:
            changed = replace(changed, totp_secret=None, totp_step=None)
            await tx.accounts.keep_recovery_codes(current.id, ())
        await tx.accounts.change_moderator(changed)
        await tx.accounts.end_sessions(current.id)
        details = {"second_factor": "on" if changed.totp_secret is not None else "off"}
        await tx.accounts.log(log.tells(AccountAct.PASSWORD_RESET, named(current), **details))
        return changed

    return await storage.write(unit)
