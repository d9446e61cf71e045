"""The clock of production."""

import time

from service.domain.clock import SteadyClock, utc_ms

MS = 1_000_000
DAY = 86_400_000


class Hands:
    """A system's clock and one that nobody sets, in nanoseconds."""

    def __init__(self) -> None:
        self.wall = 1_700_000_000_000 * MS
        self.passing = 5 * MS
        self.clock = SteadyClock(lambda: self.wall, lambda: self.passing)

    def pass_ms(self, milliseconds: int) -> None:
        self.wall += milliseconds * MS
        self.passing += milliseconds * MS


def test_the_clock_tells_utc_milliseconds() -> None:
    before = time.time() * 1000

    now = utc_ms()

    assert before - 1 <= now <= time.time() * 1000 + 1


def test_it_follows_the_systems_clock_forward() -> None:
    hands = Hands()
    before = hands.clock()

    hands.wall += 365 * DAY * MS

    assert hands.clock() == before + 365 * DAY


def test_it_goes_on_at_half_the_pace_when_the_systems_clock_is_set_back() -> None:
    hands = Hands()
    before = hands.clock()
    hands.wall -= DAY * MS

    told = []
    for _ in range(4):
        hands.pass_ms(10)
        told.append(hands.clock() - before)

    assert told == [5, 10, 15, 20]


def test_it_tells_the_systems_time_again_when_that_has_caught_up() -> None:
    hands = Hands()
    before = hands.clock()
    hands.wall -= 1000 * MS

    hands.pass_ms(2000)
    caught_up = hands.clock()
    hands.pass_ms(7)

    assert caught_up == before + 1000
    assert hands.clock() == before + 1007
