"""Ask for the password alone again."""

from dataclasses import replace

from service.domain.account_event import AccountAct
from service.domain.errors import Conflict, Invalid, Unauthorized
from service.domain.ports import Clock, Storage, Transaction
from service.domain.session import OpenSession
from service.usecases.account_log import account_log, himself, named
from service.usecases.gate import Gate, account_key
from service.usecases.second_factor import use_code


async def turn_off_second_factor(
    opened: OpenSession,
    password: str,
    code: str,
    *,
    network: str,
    gate: Gate,
    storage: Storage,
    clock: Clock,
) -> None:
    """Forgets the app's secret and the recovery codes. It takes one last code.

    Raises Invalid `wrong_password`, `bad_code`; Conflict `second_factor_off`; TooMany
    `too_many_tries`; Unauthorized `session_ended`.
    """
    moderator = opened.moderator
    await gate.confirm(moderator, password, network)
    gate.backoff.enter(account_key(moderator.email), network)
    log = await account_log(himself(moderator, network), storage=storage, clock=clock)

    async def unit(tx: Transaction) -> None:
        await tx.accounts.lock()
        current = await tx.accounts.moderator(moderator.public_id)
        if current is None:
            raise Unauthorized("session_ended")
        if current.totp_secret is None:
            raise Conflict("second_factor_off")
        secret = current.totp_secret
        if not await use_code(current.id, secret, code, codes=gate.codes, now=log.at, tx=tx):
            raise Invalid("bad_code", "code")
        await tx.accounts.change_moderator(replace(current, totp_secret=None, totp_step=None))
        await tx.accounts.keep_recovery_codes(current.id, ())
        await tx.accounts.log(log.tells(AccountAct.SECOND_FACTOR_OFF, named(current)))

    await storage.write(unit)
    gate.backoff.succeed(account_key(moderator.email), network)
