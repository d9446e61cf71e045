"""A table of comments as CSV, with a row of names above: from a spreadsheet or a program."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import count

from service.domain.errors import Invalid
from service.domain.import_problem import Outcome, Place, Problem, Reason
from service.domain.neutral import (
    Body,
    ExternalId,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    NeutralThread,
    Record,
)
from service.transfer.fields import Moment, excerpt, moment, scalar
from service.transfer.importer import ReadOptions
from service.transfer.records import (
    Pages,
    any_moment,
    body_format,
    date_problems,
    derived_id,
    votes,
)
from service.transfer.source import Entry, Source

SOURCE = "csv"
DELIMITERS = ",;\t|"
"""Dutch spreadsheets write semicolons."""
FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "comment_id", "external_id", "objectid", "_id"),
    "page": ("page", "post", "thread", "url", "page_url", "post_url", "link", "story_id", "pagina"),
    "title": ("title", "page_title", "post_title", "titel"),
    "parent": ("parent", "parent_id", "reply_to", "in_reply_to", "pid", "antwoord_op"),
    "name": ("name", "author", "author_name", "nick", "naam", "auteur"),
    "email": ("email", "mail", "author_email", "e-mail"),
    "website": ("website", "site", "author_url", "homepage"),
    "text": ("text", "comment", "body", "content", "message", "tekst", "reactie", "bericht"),
    "created_at": ("created_at", "date", "created", "insertedat", "time", "timestamp", "datum"),
    "status": ("status", "state", "approved"),
    "ip": ("ip", "ip_address", "remote_addr"),
    "up": ("up", "likes", "vote_up"),
    "down": ("down", "dislikes", "vote_down"),
}
"""Our fields, and how columns are called that hold them, where nobody says it."""
_STATUSES = {
    "approved": NeutralStatus.APPROVED,
    "published": NeutralStatus.APPROVED,
    "live": NeutralStatus.APPROVED,
    "1": NeutralStatus.APPROVED,
    "true": NeutralStatus.APPROVED,
    "pending": NeutralStatus.PENDING,
    "waiting": NeutralStatus.PENDING,
    "hold": NeutralStatus.PENDING,
    "0": NeutralStatus.PENDING,
    "false": NeutralStatus.PENDING,
    "spam": NeutralStatus.SPAM,
    "trash": NeutralStatus.TRASH,
    "rejected": NeutralStatus.TRASH,
    "deleted": NeutralStatus.DELETED,
}


class CsvTable:
    name = "csv"
    title = "CSV"

    def recognises(self, sample: bytes, filename: str) -> float:
        if not filename.lower().removesuffix(".gz").endswith((".csv", ".tsv")):
            return 0.0
        first = sample.decode("utf-8-sig", "replace").partition("\n")[0]
        try:
            _columns(_split(first), {})
        except Invalid:
            return 0.3
        return 0.7

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        """Row by row. Raises Invalid `import_columns` when there is no column of texts or pages."""
        for entry in source.entries():
            yield from _table(entry, options)


def _table(entry: Entry, options: ReadOptions) -> Iterator[Record]:
    encoding, problems = _encoding(entry)
    yield from problems
    with entry.open() as stream:
        lines = io.TextIOWrapper(stream, encoding, "replace", newline="")
        first = lines.readline()
        if not first.strip():
            return
        names = _split(first)
        columns = _columns(names, options.columns)
        delimiter = _delimiter(first)
        rows = csv.reader(lines, delimiter=delimiter)
        pages = Pages()
        for number in count(2):
            try:
                row = next(rows)
            except StopIteration:
                break
            except csv.Error as error:
                shown = excerpt(error)
                yield Problem(
                    Reason.BODY_TOO_LONG, Outcome.SKIPPED, Place(entry.name, number), None, shown
                )
                continue
            if any(cell.strip() for cell in row):
                given = {field: row[place] for field, place in columns.items() if place < len(row)}
                yield from _comment(given, Place(entry.name, rows.line_num + 1), pages, options)
        with suppress(ValueError):
            lines.detach()


def _comment(
    given: Mapping[str, str], place: Place, pages: Pages, options: ReadOptions
) -> Iterator[Record]:
    page, text = scalar(given.get("page")) or "", given.get("text", "")
    yield from pages.once(
        NeutralThread(ExternalId(SOURCE, "", page), page or None, scalar(given.get("title")))
    )
    created, name = scalar(given.get("created_at")), scalar(given.get("name"))
    about = scalar(given.get("id")) or derived_id(page, name, created, text)
    made = _moment(created, options)
    yield from date_problems(made, place, about, created)
    said = scalar(given.get("status"))
    status = _STATUSES.get((said or "").lower())
    if status is None:
        yield Problem(Reason.STATUS_UNKNOWN, Outcome.KEPT, place, about, excerpt(said or ""))
    yield NeutralComment(
        external=ExternalId(SOURCE, "", about),
        thread=page,
        body=Body(text, body_format(text)),
        status=status or NeutralStatus.PENDING,
        author=NeutralAuthor(
            name=name, email=scalar(given.get("email")), url=scalar(given.get("website"))
        ),
        parent=scalar(given.get("parent")),
        ip=scalar(given.get("ip")),
        created_at=made.ms,
        created_original=created,
        votes=votes(given.get("up"), given.get("down")),
    )


def _moment(created: str | None, options: ReadOptions) -> Moment:
    if options.date_format is not None:
        return moment(created, options.zone, form=options.date_format)
    return any_moment(created, options.zone)


def _encoding(entry: Entry) -> tuple[str, Sequence[Problem]]:
    """UTF-8, or what spreadsheets in the West write when it is not."""
    sample = entry.sample()
    try:
        sample[:-4].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.end < len(sample) - 8:
            repaired = Problem(Reason.ENCODING_REPAIRED, Outcome.NOTED, Place(entry.name))
            return "cp1252", [repaired]
    return "utf-8-sig", []


def _split(first: str) -> list[str]:
    return next(csv.reader([first.strip("\r\n")], delimiter=_delimiter(first)), [])


def _delimiter(first: str) -> str:
    return max(DELIMITERS, key=first.count)


def _columns(names: Sequence[str], given: Mapping[str, str]) -> dict[str, int]:
    """Our fields with the columns that hold them. Raises Invalid `import_columns`."""
    plain = [name.strip().strip("\ufeff").lower() for name in names]
    found = {
        field: plain.index(known[0])
        for field, called in FIELDS.items()
        if (known := [name for name in called if name in plain])
    }
    for column, field in given.items():
        if column.strip().lower() not in plain or field not in FIELDS:
            raise Invalid("import_columns", "columns", columns=", ".join(names)[:200])
        found[field] = plain.index(column.strip().lower())
    if not {"text", "page"} <= found.keys():
        raise Invalid("import_columns", "columns", columns=", ".join(names)[:200])
    return found


importer = CsvTable()
