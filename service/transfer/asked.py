"""What people say of a file, checked before it is read."""

from datetime import UTC, datetime

from service.domain.errors import Invalid
from service.transfer.importers.csv_table import FIELDS

_SCHEMES = ("http://", "https://")
_SOME_DAY = datetime(2020, 11, 22, 13, 14, 15, tzinfo=UTC)


def web_address(field: str, address: str | None) -> str | None:
    """The address of a page. Raises Invalid `bad_website`."""
    if address is not None and not address.startswith(_SCHEMES):
        raise Invalid("bad_website", field)
    return address


def date_format(form: str | None) -> str | None:
    """A format as of `strptime`. Raises Invalid `bad_date_format`."""
    if form is None:
        return None
    try:
        datetime.strptime(_SOME_DAY.strftime(form), form)  # noqa: DTZ007 -- it is only tried
    except Exception:  # noqa: BLE001 -- it raises several kinds at what is no format
        raise Invalid("bad_date_format", "date_format") from None
    return form


def column(pair: str) -> tuple[str, str]:
    """A column's name and the field's, of COLUMN=FIELD. Raises Invalid `bad_column`."""
    name, _, field = pair.rpartition("=")
    if not name.strip() or field.strip() not in FIELDS:
        raise Invalid("bad_column", "columns", known=", ".join(FIELDS))
    return name, field.strip()
