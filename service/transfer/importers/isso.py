"""Isso: its database, `comments.db`, of any version (`PRAGMA user_version`)."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from service.domain.import_problem import Outcome, Place, Problem, Reason
from service.domain.neutral import (
    Body,
    BodyFormat,
    ExternalId,
    NeutralAuthor,
    NeutralComment,
    NeutralStatus,
    NeutralThread,
    Record,
)
from service.transfer.fields import epoch, excerpt, scalar
from service.transfer.importer import ReadOptions
from service.transfer.records import date_problems, plain, votes
from service.transfer.source import Source
from service.transfer.tables import columns_of, is_database, rows_of

SOURCE = "isso"
_STATUSES = {
    "1": NeutralStatus.APPROVED,
    "2": NeutralStatus.PENDING,
    "4": NeutralStatus.DELETED,
}
_FROM_DISQUS = re.compile(r"\s*<p\b.*</p>\s*\Z", re.IGNORECASE | re.DOTALL)
"""Isso writes Markdown; what it took from Disqus it left HTML."""
_THREADS = ("id", "uri", "title")
_COMMENTS = (
    "tid",
    "id",
    "parent",
    "created",
    "modified",
    "mode",
    "remote_addr",
    "text",
    "author",
    "email",
    "website",
    "likes",
    "dislikes",
)
"""Not the `voters`, a filter of addresses, nor anything of `preferences`, where a key lies."""


class Isso:
    name = "isso"
    title = "Isso (comments.db)"

    def recognises(self, sample: bytes, filename: str) -> float:
        """By the columns of its tables, which stand in clear in the file."""
        if not is_database(sample):
            return 0.0
        known = all(word in sample for word in (b"remote_addr", b"uri", b"voters", b"tid"))
        return 0.95 if known else 0.1 if filename.endswith("comments.db") else 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record]:
        """The threads, then the comments."""
        for entry in source.entries():
            if not is_database(entry.sample()):
                continue
            with entry.database() as database:
                if "tid" in columns_of(database, "comments"):
                    yield from _threads(database)
                    yield from _comments(database, entry.name)


def _threads(database: sqlite3.Connection) -> Iterator[Record]:
    for row in rows_of(database, "threads", _THREADS):
        external = ExternalId(SOURCE, "", scalar(row["id"]) or "")
        yield NeutralThread(external, scalar(row["uri"]), scalar(row["title"]))


def _comments(database: sqlite3.Connection, file: str) -> Iterator[Record]:
    addresses = {
        scalar(row["id"]): scalar(row["uri"]) for row in rows_of(database, "threads", _THREADS)
    }
    for row in rows_of(database, "comments", _COMMENTS):
        yield from _comment(row, addresses, Place(file))


def _comment(
    row: Mapping[str, Any], addresses: Mapping[str | None, str | None], place: Place
) -> Iterator[Record]:
    about, thread = scalar(row["id"]) or "", scalar(row["tid"]) or ""
    status = _STATUSES.get(scalar(row["mode"]) or "")
    if status is None:
        shown = excerpt(row["mode"])
        yield Problem(Reason.STATUS_UNKNOWN, Outcome.KEPT, place, about, shown)
    made = epoch(row["created"], unit_ms=1_000)
    yield from date_problems(made, place, about, row["created"])
    text, address = plain(row["text"]), addresses.get(thread)
    is_html = _FROM_DISQUS.match(text) is not None
    yield NeutralComment(
        external=ExternalId(SOURCE, "", about),
        thread=thread,
        body=Body(text, BodyFormat.HTML if is_html else BodyFormat.MARKDOWN),
        status=status or NeutralStatus.PENDING,
        author=NeutralAuthor(
            name=scalar(row["author"]), email=scalar(row["email"]), url=scalar(row["website"])
        ),
        parent=scalar(row["parent"]),
        ip=scalar(row["remote_addr"]),
        created_at=made.ms,
        created_original=scalar(row["created"]),
        edited_at=epoch(row["modified"], unit_ms=1_000).ms if row["modified"] else None,
        votes=votes(row["likes"], row["dislikes"]),
        url=f"{address}#isso-{about}" if address else None,
    )


importer = Isso()
