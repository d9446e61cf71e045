"""How a file is read, as requests say it."""

from typing import Annotated

from pydantic import BaseModel, Field

from service.domain.errors import Invalid
from service.domain.site import Site
from service.domain.upload import ReadAs
from service.transfer import asked
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
        date_format=asked.date_format(typed.line("date_format", said.date_format, NAME_MAX)),
        columns=tuple(_column(each) for each in said.columns),
    )


def _format(name: str | None) -> str | None:
    known = [importer.name for importer in IMPORTERS]
    if name and name not in known:
        shown = typed.line("format", name, NAME_MAX)
        raise Invalid("unknown_format", "format", format=shown, known=", ".join(known))
    return name or None


def _address(field: str, value: str | None) -> str | None:
    return asked.web_address(field, typed.line(field, value, LINE_MAX))


def _zone(name: str | None) -> str:
    zone = typed.line("zone", name, NAME_MAX) or "UTC"
    zone_named(zone)
    return zone


def _column(pair: str) -> tuple[str, str]:
    name, field = asked.column(pair)
    known = typed.line("columns", name, NAME_MAX)
    if known is None:
        raise Invalid("bad_column", "columns", known=", ".join(FIELDS))
    return known, field
