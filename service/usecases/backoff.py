"""Slow down who guesses passwords, and nobody else.

Waiting grows twofold with each failure, by address and by the pair of account and address. Nothing
is counted against an account alone: whoever floods it from some addresses never keeps its owner,
who comes from another, waiting. What many addresses together fail at an account only takes away
the free tries that each of them has there.
"""

from collections import OrderedDict
from math import ceil

from service.domain.errors import TooMany
from service.domain.ports import Clock

MAX_KEYS = 100_000
FREE_OF_PAIR = 5
FREE_OF_PAIR_UNDER_ATTACK = 1
FREE_OF_ADDRESS = 20
ATTACKED_FROM = 30
LONGEST_OF_PAIR = 60 * 60
LONGEST_OF_ADDRESS = 15 * 60
FORGOTTEN_MS = 2 * 60 * 60 * 1000

_Key = tuple[str, ...]


class Backoff:
    """Counts tries that failed, within a fixed memory."""

    def __init__(self, clock: Clock, max_keys: int = MAX_KEYS) -> None:
        self._clock = clock
        self._max_keys = max_keys
        self._failed: OrderedDict[_Key, tuple[int, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._failed)

    def enter(self, account: str, network: str) -> None:
        """Counts a try as failed, until `take_back` or `succeed`: so tries at the same moment
        count too. Raises TooMany `too_many_tries` and counts nothing while it is too early."""
        now = self._clock()
        attacked = self._failures(("account", account), now) >= ATTACKED_FROM
        free = FREE_OF_PAIR_UNDER_ATTACK if attacked else FREE_OF_PAIR
        wait = max(
            self._wait(("pair", account, network), free, LONGEST_OF_PAIR, now),
            self._wait(("address", network), FREE_OF_ADDRESS, LONGEST_OF_ADDRESS, now),
        )
        if wait:
            raise TooMany("too_many_tries", wait)
        for key in (("pair", account, network), ("address", network), ("account", account)):
            self._failed[key] = (self._failures(key, now) + 1, now)
            self._failed.move_to_end(key)
        while len(self._failed) > self._max_keys:
            self._failed.popitem(last=False)

    def take_back(self, account: str, network: str) -> None:
        """Forgets the try: it was no guess. Those before it count on."""
        for key in (("pair", account, network), ("address", network), ("account", account)):
            failures, last = self._failed.pop(key, (0, 0))
            if failures > 1:
                self._failed[key] = (failures - 1, last)

    def succeed(self, account: str, network: str) -> None:
        """Whoever tried has proved to be the account's owner, so his failures at it are forgotten.
        Those of the address stay: with an account of his own nobody may guess on at others'."""
        self.take_back(account, network)
        self._failed.pop(("pair", account, network), None)

    def _failures(self, key: _Key, now: int) -> int:
        failures, last = self._failed.get(key, (0, now))
        return failures if now - last < FORGOTTEN_MS else 0

    def _wait(self, key: _Key, free: int, longest: int, now: int) -> int:
        """Whole seconds to wait still; a clock that is set back makes nobody wait longer."""
        failures = self._failures(key, now)
        if failures < free:
            return 0
        seconds: int = min(2 ** min(failures - free, 30), longest)
        passed = max(0, now - self._failed[key][1])
        return max(0, ceil(seconds - passed / 1000))
