"""Check the code that is asked for beside a password: of an app, or one written down."""

import hashlib
import secrets

from service.domain.account_ports import OneTimeCodes
from service.domain.ports import Transaction

RECOVERY_CODES = 10
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Nothing that is read as something else."""
_LENGTH = 16
_CODE_MAX = 64


def new_recovery_codes() -> list[str]:
    """Codes of 80 random bits, as they are shown once: `ABCD-EFGH-JKLM-NPQR`."""
    return [_new_recovery_code() for _ in range(RECOVERY_CODES)]


def recovery_hash(code: str) -> str:
    """How a recovery code is kept, however it is typed: SHA-256. It is random, so no salt."""
    plain = "".join(code[:_CODE_MAX].split()).replace("-", "").upper()
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


async def use_code(
    moderator_id: int,
    secret: str,
    code: str,
    *,
    codes: OneTimeCodes,
    now: int,
    tx: Transaction,
) -> str | None:
    """Uses the code up: `app`, `recovery`, or None when it is wrong or was used before."""
    step = codes.step_of(secret, code.strip()[:_CODE_MAX], now)
    if step is not None:
        return "app" if await tx.accounts.use_totp_step(moderator_id, step) else None
    is_known = await tx.accounts.use_recovery_code(moderator_id, recovery_hash(code))
    return "recovery" if is_known else None


def _new_recovery_code() -> str:
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return "-".join(code[at : at + 4] for at in range(0, _LENGTH, 4))
