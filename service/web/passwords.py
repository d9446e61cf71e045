"""`domain.account_ports.Passwords` with argon2id, two at a time and never on the event loop."""

import asyncio
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import argon2

if TYPE_CHECKING:
    from argon2 import PasswordHasher

AT_ONCE = 2
"""Each takes its memory while it runs: whoever signs in by the hundred waits in line."""


def with_cost() -> "PasswordHasher":
    """Hashes at more than OWASP's least (19 MiB twice); two of them fit beside a service of
    256 MB."""
    return argon2.PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)


class Argon2Passwords:
    """Hashes with this hasher, or at what a password should cost; what another one hashed is
    verified all the same."""

    def __init__(self, hasher: "PasswordHasher | None" = None) -> None:
        self._given = hasher
        self._turns = asyncio.Semaphore(AT_ONCE)

    @cached_property
    def _hasher(self) -> "PasswordHasher":
        return self._given or with_cost()

    async def hash(self, password: str) -> str:
        """As it is stored: with its salt and cost."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, hashed: str | None, password: str) -> bool:
        """Whether it is the password. Without a hash it is not, and that costs the same time."""
        async with self._turns:
            return await asyncio.to_thread(self._verify, hashed, password)

    def is_outdated(self, hashed: str) -> bool:
        """Whether new hashes cost something else by now."""
        return self._hasher.check_needs_rehash(hashed)

    def _verify(self, hashed: str | None, password: str) -> bool:
        # Made beforehand in either case: else the first stranger would wait longer.
        nobodys = _nobodys(self._hasher)
        try:
            matches = self._hasher.verify(nobodys if hashed is None else hashed, password)
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False
        return matches and hashed is not None


@lru_cache(maxsize=8)
def _nobodys(hasher: "PasswordHasher") -> str:
    return hasher.hash("nobody's password")
