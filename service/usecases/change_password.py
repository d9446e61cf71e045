"""Change one's own password."""

from dataclasses import replace

from service.domain.account_event import AccountAct
from service.domain.errors import Unauthorized
from service.domain.password import read_password
from service.domain.ports import Clock, Storage, Transaction
from service.domain.session import OpenSession, SignedIn, new_session
from service.usecases.account_log import account_log, himself, named
from service.usecases.gate import Gate


async def change_password(
    opened: OpenSession,
    password: str,
    wanted: str,
    *,
    network: str,
    gate: Gate,
    storage: Storage,
    clock: Clock,
) -> SignedIn:
    """Ends every session of the moderator, this one too, and opens a new one in its place.

    Raises Invalid `wrong_password`, and `short_password`, `weak_password` or `too_long` for the new
    one; TooMany `too_many_tries`; Unauthorized `session_ended` when the account changed meanwhile.
    """
    moderator = opened.moderator
    chosen = read_password(wanted, moderator.email, moderator.name, field="new_password")
    await gate.confirm(moderator, password, network)
    hashed = await gate.passwords.hash(chosen)
    log = await account_log(himself(moderator, network), storage=storage, clock=clock)
    made = new_session(moderator, opened.session.agent, log.network, log.at)

    async def unit(tx: Transaction) -> None:
        await tx.accounts.lock()
        current = await tx.accounts.moderator(moderator.public_id)
        if current is None or current.password != moderator.password:
            raise Unauthorized("session_ended")
        await tx.accounts.change_moderator(replace(current, password=hashed))
        await tx.accounts.end_sessions(current.id)
        await tx.accounts.add_session(made.opened.session)
        await tx.accounts.log(log.tells(AccountAct.PASSWORD_CHANGED, named(current)))

    await storage.write(unit)
    gate.watch.see(made.opened.session.public_id, log.at)
    return made
