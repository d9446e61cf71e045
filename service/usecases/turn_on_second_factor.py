"""Ask for a one-time code at each sign-in from now on."""

import re
from collections.abc import Sequence
from dataclasses import replace

from service.domain.account_event import AccountAct
from service.domain.errors import Conflict, Invalid, Unauthorized
from service.domain.ports import Clock, Storage, Transaction
from service.domain.session import OpenSession
from service.usecases.account_log import account_log, himself, named
from service.usecases.gate import Gate
from service.usecases.second_factor import new_recovery_codes, recovery_hash

_SECRET = re.compile(r"[A-Z2-7]{32}")


async def turn_on_second_factor(
    opened: OpenSession,
    password: str,
    secret: str,
    code: str,
    *,
    network: str,
    gate: Gate,
    storage: Storage,
    clock: Clock,
) -> Sequence[str]:
    """Takes the secret that was offered once a code shows that the app has it; returns the
    recovery codes, which are shown only now.

    Raises Invalid `bad_secret`, `bad_code`, `wrong_password`; Conflict `second_factor_on`;
    TooMany `too_many_tries`; Unauthorized `session_ended`.
    """
    if not _SECRET.fullmatch(secret):
        raise Invalid("bad_secret", "secret")
    moderator = opened.moderator
    await gate.confirm(moderator, password, network)
    step = gate.codes.step_of(secret, code.strip(), clock())
    if step is None:
        raise Invalid("bad_code", "code")
    log = await account_log(himself(moderator, network), storage=storage, clock=clock)
    codes = new_recovery_codes()

    async def unit(tx: Transaction) -> None:
        await tx.accounts.lock()
        current = await tx.accounts.moderator(moderator.public_id)
        if current is None:
            raise Unauthorized("session_ended")
        if current.totp_secret is not None:
            raise Conflict("second_factor_on")
        protected = replace(current, totp_secret=secret, totp_step=step)
        await tx.accounts.change_moderator(protected)
        await tx.accounts.keep_recovery_codes(current.id, [recovery_hash(one) for one in codes])
        await tx.accounts.log(log.tells(AccountAct.SECOND_FACTOR_ON, named(current)))

    await storage.write(unit)
    return codes
