"""The clock of production."""

import time

from service.domain.clock import utc_ms


def test_the_clock_tells_utc_milliseconds() -> None:
    before = time.time() * 1000

    now = utc_ms()

    assert before - 1 <= now <= time.time() * 1000 + 1
