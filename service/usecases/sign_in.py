"""Sign in: from an address, a password and perhaps a code to a session."""

from dataclasses import replace

from service.domain.account_event import AccountAct
from service.domain.errors import Unauthorized
from service.domain.moderator import Moderator
from service.domain.password import normal_form
from service.domain.ports import Clock, Storage, Transaction
from service.domain.session import SignedIn, new_session
from service.usecases.account_log import AccountLog, account_log, himself, named
from service.usecases.gate import Gate, account_key
from service.usecases.second_factor import use_code


async def sign_in(
    email: str,
    password: str,
    code: str | None,
    *,
    agent: str | None,
    network: str,
    gate: Gate,
    storage: Storage,
    clock: Clock,
) -> SignedIn:
    """A session under a new id. An unknown address and a wrong password cannot be told apart.

    Raises Unauthorized `bad_login`, `code_required` and `bad_code` (only after a right password),
    TooMany `too_many_tries`.
    """
    account = account_key(email)
    moderator = await storage.accounts.moderator_by_email(email)
    if not await gate.admits(account, moderator, password, network) or moderator is None:
        raise Unauthorized("bad_login")
    if moderator.totp_secret is not None and not code:
        # No guess, but no proof either: codes that were wrong before count on.
        gate.backoff.take_back(account, network)
        raise Unauthorized("code_required", "code")
    outdated = moderator.password is not None and gate.passwords.is_outdated(moderator.password)
    rehashed = await gate.passwords.hash(normal_form(password)) if outdated else None
    log = await account_log(himself(moderator, network), storage=storage, clock=clock)
    made = new_session(moderator, agent, log.network, log.at)

    async def unit(tx: Transaction) -> None:
        await tx.accounts.lock()
        current = await tx.accounts.moderator(moderator.public_id)
        # The factor too: one that was put on meanwhile has not been asked for.
        if current is None or _proven(current) != _proven(moderator):
            raise Unauthorized("bad_login")
        if current.totp_secret is not None:
            await _second_factor(tx, current, current.totp_secret, code or "", gate, log)
        if rehashed is not None:
            latest = await tx.accounts.moderator(current.public_id)
            await tx.accounts.change_moderator(replace(latest or current, password=rehashed))
        await tx.accounts.remove_expired(log.at)
        await tx.accounts.add_session(made.opened.session)
        await tx.accounts.log(log.tells(AccountAct.SIGNED_IN, named(current)))

    await storage.write(unit)
    gate.backoff.succeed(account, network)
    gate.watch.see(made.opened.session.public_id, log.at)
    return made


def _proven(moderator: Moderator) -> tuple[str | None, str | None]:
    return moderator.password, moderator.totp_secret


async def _second_factor(
    tx: Transaction, moderator: Moderator, secret: str, code: str, gate: Gate, log: AccountLog
) -> None:
    kind = await use_code(moderator.id, secret, code, codes=gate.codes, now=log.at, tx=tx)
    if kind is None:
        raise Unauthorized("bad_code", "code")
    if kind == "recovery":
        await tx.accounts.log(log.tells(AccountAct.RECOVERY_CODE_USED, named(moderator)))
