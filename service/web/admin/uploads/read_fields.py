"""How a file is read, as requests say it."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from service.domain.errors import Invalid
from service.domain.site import Site
from service.domain.upload import ReadAs
from service.transfer.importers import IMPORTERS
from service.transfer.importers.csv_table import FIELDS
from service.transfer.reading import zone_named
from service.usecases.site_settings import SiteSettings, site_with
from service.web import typed

READ_CODES = (
    "bad_column",
    "bad_date_format",
    "bad_host",
    "bad_website",
    "too_long",
    "too_many",
    "unknown_format",
    "unknown_zone",
)
"""The codes of what `read_as` refuses."""
LINE_MAX = 500
NAME_MAX = 100
_SCHEMES = ("http://", "https://")
_SOME_DAY = datetime(2020, 11, 22, 13, 14, 15, tzinfo=UTC)

Some = Annotated[list[str], Field(max_length=50)]


class ReadFields(BaseModel):
    """What the file may not tell. `columns` are `COLUMN=FIELD`, for CSV."""

    format: str | None = None
    hosts: Some = Field(default_factory=list)
    as_pending: bool = False
    base_url: str | None = None
    page_pattern: str | None = None
    blog: str | None = None
    zone: str | None = None
    date_format: str | None = None
    columns: Some = Field(default_factory=list)


def read_as(said: ReadFields, site: Site) -> ReadAs:
    """What is said, checked. Raises Invalid with its field: `unknown_format`, `bad_host`,
    `bad_website`, `unknown_zone`, `bad_date_format`, `bad_column`, and as `typed.line` does."""
    hosts = site_with(site, SiteSettings(hosts=said.hosts, origins=[])).hosts
    return ReadAs(
        form=_format(said.format),
        hosts=tuple(hosts),
        as_pending=said.as_pending,
        base_url=_address("base_url", said.base_url),
        page_pattern=_address("page_pattern", said.page_pattern),
        blog=typed.line("blog", said.blog, NAME_MAX),
        zone=_zone(said.zone),
        date_format=_date_format(said.date_format),
        columns=tuple(_column(each) for each in said.columns),
    )


def _format(name: str | None) -> str | None:
    known = [importer.name for importer in IMPORTERS]
    if name and name not in known:
        shown = typed.line("format", name, NAME_MAX)
        raise Invalid("unknown_format", "format", format=shown, known=", ".join(known))
    return name or None


def _address(field: str, value: str | None) -> str | None:
    address = typed.line(field, value, LINE_MAX)
    if address is not None and not address.startswith(_SCHEMES):
        raise Invalid("bad_website", field)
    return address


def _zone(name: str | None) -> str:
    zone = typed.line("zone", name, NAME_MAX) or "UTC"
    zone_named(zone)
    return zone


def _date_format(form: str | None) -> str | None:
    said = typed.line("date_format", form, NAME_MAX)
    if said is None:
        return None
    try:
        datetime.strptime(_SOME_DAY.strftime(said), said)  # noqa: DTZ007 -- it is only tried
    except Exception:  # noqa: BLE001 -- it raises several kinds at what is no format
        raise Invalid("bad_date_format", "date_format") from None
    return said


def _column(pair: str) -> tuple[str, str]:
    column, _, name = pair.rpartition("=")
    known = typed.line("columns", column, NAME_MAX)
    if known is None or name.strip() not in FIELDS:
        raise Invalid("bad_column", "columns", known=", ".join(FIELDS))
    return known, name.strip()
