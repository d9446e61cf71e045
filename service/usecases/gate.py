"""What stands between a password and an account: hashing, one-time codes, and patience."""

from dataclasses import dataclass

from service.domain.account_ports import OneTimeCodes, Passwords
from service.domain.errors import Invalid
from service.domain.moderator import Moderator
from service.domain.password import normal_form
from service.usecases.backoff import Backoff
from service.usecases.session_watch import SessionWatch


@dataclass(frozen=True, slots=True)
class Gate:
    """One a process: what it remembers of failures and of sessions is shared by all requests."""

    passwords: Passwords
    codes: OneTimeCodes
    backoff: Backoff
    watch: SessionWatch

    async def admits(
        self, account: str, moderator: Moderator | None, password: str, network: str
    ) -> bool:
        """Whether it is the account's password; an account that is not there costs the same.

        The try counts as failed until `backoff` is told otherwise. Raises TooMany `too_many_tries`.
        """
        self.backoff.enter(account, network)
        hashed = None if moderator is None else moderator.password
        return await self.passwords.verify(hashed, normal_form(password))

    async def confirm(self, moderator: Moderator, password: str, network: str) -> None:
        """Asks somebody who is signed in for his password again.

        Raises Invalid `wrong_password`, TooMany `too_many_tries`.
        """
        account = account_key(moderator.email)
        if not await self.admits(account, moderator, password, network):
            raise Invalid("wrong_password", "password")
        self.backoff.take_back(account, network)


def account_key(email: str) -> str:
    """How tries at an account are counted, whether or not there is one with this address."""
    return email.strip().casefold()
