"""A table as CSV, for spreadsheets: no cell of it is taken for a formula."""

from collections.abc import AsyncIterator

from service.domain.exported import ExportedPage
from service.domain.site import Site
from service.transfer.csv_lines import csv_line
from service.transfer.exporter import WriteOptions
from service.transfer.leaving import Leaving, leaving
from service.transfer.neutral_lines import written

COLUMNS = (
    "page",
    "page_url",
    "title",
    "id",
    "parent",
    "status",
    "kind",
    "name",
    "email",
    "website",
    "ip",
    "created_at",
    "edited_at",
    "up",
    "down",
    "format",
    "text",
)


class CsvExporter:
    """A row a comment. Where a text would start a formula, an apostrophe stands before it, unless
    the table is `exact`: then it is for programs, and loses less."""

    suffix = ".csv"
    losses = (
        "closed",
        "reply_to",
        "avatar",
        "account",
        "user_agent",
        "pinned",
        "external",
        "extra",
    )

    def __init__(self, *, exact: bool) -> None:
        self.name = "csv-exact" if exact else "csv"
        self.title = "CSV for programs" if exact else "CSV"
        self._exact = exact

    async def write(
        self, site: Site, pages: AsyncIterator[ExportedPage], options: WriteOptions
    ) -> AsyncIterator[bytes]:
        """The names of the columns, then the comments page by page. Spreadsheets know by the mark
        at its start that it is UTF-8."""
        mark = "" if self._exact else "\ufeff"
        yield (mark + csv_line(COLUMNS)).encode()
        before = 0
        async for page in pages:
            comments = list(leaving(site, page, options, before))
            before += len(comments)
            lines = [csv_line(_row(page, each), exact=self._exact) for each in comments]
            yield "".join(lines).encode("utf-8", "replace")


def _row(page: ExportedPage, each: Leaving) -> list[object]:
    record, author = each.record, each.record.author
    return [
        page.key,
        page.url,
        page.title,
        each.number,
        each.parent,
        record.status.value,
        record.kind.value,
        author.name,
        author.email,
        author.url,
        record.ip,
        written(record.created_at),
        written(record.edited_at),
        record.votes.up,
        record.votes.down,
        record.body.format.value,
        record.body.source,
    ]


exporter = CsvExporter(exact=False)
