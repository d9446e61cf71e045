"""The clock that production uses; tests hand in their own."""

import time
from collections.abc import Callable

Nanoseconds = Callable[[], int]


class SteadyClock:
    """The time in UTC milliseconds since 1970, which never goes back while the process runs.

    When the system's clock is set back, it goes on from where it was, at half the pace of time,
    until the other has caught up: what happens later has a later time, nothing becomes older than
    it is by being edited or decided on, and what had expired stays so.
    """

    def __init__(self, wall: Nanoseconds, passing: Nanoseconds) -> None:
        """`wall` is the system's clock, `passing` one that nobody sets."""
        self._wall = wall
        self._passing = passing
        self._told = 0
        self._at = passing()

    def __call__(self) -> int:
        at = self._passing()
        self._told = max(self._wall(), self._told + (at - self._at) // 2)
        self._at = at
        return self._told // 1_000_000


utc_ms = SteadyClock(lambda: time.time_ns(), lambda: time.monotonic_ns())  # noqa: PLW0108
"""The time now. The system's clocks are looked up anew each time, as faults replace them."""
