"""Internal ids: 63 bits, made here, in the order of time."""

from random import Random

from service.domain.ports import Clock

_TIME_BITS = 20
_STRAY_BITS = 10


class Ids:
    """Gives ids that only grow in this process: the millisecond, then 20 bits.

    The low bits start at random, so that two processes that write to one database seldom meet; one
    that meets an id in use is tried again. A clock that is set back does not turn the order round.
    """

    def __init__(self, clock: Clock, last: int = 0) -> None:
        self._clock = clock
        self._last = last
        self._stray = Random()  # noqa: S311 -- spreads, keeps no secret

    def next(self) -> int:
        """An id above every earlier one."""
        now = self._clock() << _TIME_BITS | self._stray.getrandbits(_TIME_BITS - 1)
        self._last = max(now, self._last + 1 + self._stray.getrandbits(_STRAY_BITS))
        return self._last


def id_at(ms: int) -> int:
    """No id that was made at that time (UTC milliseconds) or later is below it."""
    return ms << _TIME_BITS
