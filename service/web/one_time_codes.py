"""`domain.account_ports.OneTimeCodes`: the codes of authenticator apps (RFC 6238)."""

import hmac

import pyotp

STEP_SECONDS = 30
STEPS_AROUND = 1
"""A clock may be wrong by so many steps, before and after."""
ISSUER = "Reactie"


class TotpCodes:
    """Six digits every thirty seconds, as every app makes them."""

    def new_secret(self) -> str:
        """160 random bits, in base32."""
        return pyotp.random_base32()

    def uri(self, secret: str, name: str) -> str:
        """What an app reads from a picture."""
        return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)

    def step_of(self, secret: str, code: str, now: int) -> int | None:
        """The time step whose code it is, among those around now; None when it is of none."""
        digits = "".join(code.split()).encode("utf-8", "replace")
        totp = pyotp.TOTP(secret)
        current = now // 1000 // STEP_SECONDS
        found = None
        for step in range(current - STEPS_AROUND, current + STEPS_AROUND + 1):
            if hmac.compare_digest(totp.generate_otp(step).encode(), digits):
                found = step
        return found
