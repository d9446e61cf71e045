"""Make new recovery codes: the old ones open nothing any more."""

from collections.abc import Sequence

from service.domain.account_event import AccountAct
from service.domain.errors import Conflict
from service.domain.ports import Clock, Storage, Transaction
from service.domain.session import OpenSession
from service.usecases.account_log import account_log, himself, named
from service.usecases.gate import Gate
from service.usecases.second_factor import new_recovery_codes, recovery_hash


async def renew_recovery_codes(
    opened: OpenSession,
    password: str,
    *,
    network: str,
    gate: Gate,
    storage: Storage,
    clock: Clock,
) -> Sequence[str]:
    """The new codes, which are shown only now.

    Raises Invalid `wrong_password`, TooMany `too_many_tries`, Conflict `second_factor_off`.
    """
    moderator = opened.moderator
    await gate.confirm(moderator, password, network)
    log = await account_log(himself(moderator, network), storage=storage, clock=clock)
    codes = new_recovery_codes()

    async def unit(tx: Transaction) -> None:
        await tx.accounts.lock()
        current = await tx.accounts.moderator(moderator.public_id)
        if current is None or current.totp_secret is None:
            raise Conflict("second_factor_off")
        await tx.accounts.keep_recovery_codes(current.id, [recovery_hash(one) for one in codes])
        await tx.accounts.log(log.tells(AccountAct.RECOVERY_CODES_MADE, named(current)))

    await storage.write(unit)
    return codes
