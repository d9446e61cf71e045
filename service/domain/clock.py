"""The clock that production uses; tests hand in their own."""

import time


def utc_ms() -> int:
    """The time now in UTC milliseconds since 1970."""
    return time.time_ns() // 1_000_000
