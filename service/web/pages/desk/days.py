"""Days as they are typed into the desk's forms. All its times are UTC."""

from datetime import date

from service.domain.errors import Invalid

DAY_MS = 24 * 60 * 60 * 1000
_FIRST = date(1970, 1, 1)
_LAST = date(9999, 1, 1)


def day_start(field: str, said: str) -> int:
    """The first moment (UTC milliseconds) of a day such as 2026-11-20. Raises Invalid
    `bad_date`."""
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise Invalid("bad_date", field) from None
    if not _FIRST <= day < _LAST:
        raise Invalid("bad_date", field)
    return (day - _FIRST).days * DAY_MS


def day_end(field: str, said: str) -> int:
    """The first moment after that day."""
    return day_start(field, said) + DAY_MS
