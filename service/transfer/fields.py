"""Fields as sources write them: blank values, times, counts."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from service.domain.import_problem import Reason

_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
_LATEST = datetime(9000, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def scalar(value: object) -> str | None:
    """A value as trimmed text; None for what is blank, null, or no plain value at all."""
    if value is None or isinstance(value, dict | list | tuple):
        return None
    return str(value).strip() or None


def excerpt(text: object) -> str:
    """At most 200 characters of it, on one line, for a problem."""
    return " ".join(str(text)[:2_000].split())[:200]


def derived_id(*parts: str | None) -> str:
    """An id for what has none, from what it says: equal for equal parts, wherever they stand."""
    said = "\0".join(part or "" for part in parts)
    return "x" + hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in UTC milliseconds, None when it cannot be read; and what there is to say of it."""

    ms: int | None
    reason: Reason | None = None


def moment(value: object, zone: tzinfo, *, form: str | None = None) -> Moment:
    """The time that a value means: ISO 8601 (with any length of fraction, with offset or without),
    `form` of `strptime` if one is given. A year 0001 or 0000 is how sources say "none". What has
    no offset is in `zone`, which is said."""
    text = scalar(value)
    if text is None or text.startswith(("0001-01-01", "0000-")):
        return Moment(None, Reason.DATE_MISSING)
    try:
        read = datetime.strptime(text, form) if form else datetime.fromisoformat(_iso(text))  # noqa: DTZ007
        assumed = read.tzinfo is None
        return _within(read.replace(tzinfo=zone) if assumed else read, assumed=assumed)
    except (ValueError, OverflowError):
        return Moment(None, Reason.DATE_UNPARSEABLE)


def epoch(value: object, *, unit_ms: int) -> Moment:
    """The time of a number, or of a number in text, in seconds (`unit_ms=1000`) or milliseconds
    (1) since 1970 in UTC."""
    text = scalar(value)
    if text is None:
        return Moment(None, Reason.DATE_MISSING)
    try:
        return _within(_EPOCH + timedelta(milliseconds=float(text) * unit_ms), assumed=False)
    except (ValueError, OverflowError):
        return Moment(None, Reason.DATE_UNPARSEABLE)


def _iso(text: str) -> str:
    """The text with an offset that stands apart put where it belongs."""
    date, _, offset = text.rpartition(" ")
    return date + offset if date and offset[:1] in ("+", "-", "Z") else text


def _within(read: datetime, *, assumed: bool) -> Moment:
    if read > _LATEST:
        return Moment(None, Reason.DATE_FUTURE)
    if read < _EARLIEST:
        return Moment(None, Reason.DATE_UNPARSEABLE)
    ms = (read - _EPOCH) // _MILLISECOND
    return Moment(ms, Reason.DATE_ZONE_ASSUMED if assumed else None)


def count(value: object) -> int:
    """A whole number that is not negative, else 0."""
    text = scalar(value)
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else 0
