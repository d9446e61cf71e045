"""Times in answers."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated

from pydantic import Field

Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
"""A time as `iso` makes it."""

_LATEST = 253_402_300_799_999
"""The last millisecond that a date can name, in the year 9999."""
Moment = Annotated[int, Field(ge=0, le=_LATEST)]
"""A time in requests: UTC milliseconds."""


def iso(ms: int) -> str:
    """UTC milliseconds as ISO 8601: `2026-11-20T09:05:00.000Z`."""
    return f"{_second(ms // 1000)}.{ms % 1000:03d}Z"


def iso_or_none(ms: int | None) -> str | None:
    """The same for a time that may not be there."""
    return None if ms is None else iso(ms)


@lru_cache(1_000)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()[:19]
