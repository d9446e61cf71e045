"""Isso's database, as its version 0.14 makes it (`user_version` 5): opened by Isso as it is.

Isso's own import from JSON publishes everything and reads times in the server's zone; a database
keeps status, answers and times.
"""

import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

from service.domain.exported import ExportedPage
from service.domain.neutral import Kind, NeutralAuthor, NeutralComment, NeutralStatus
from service.domain.site import Site
from service.transfer.exporter import WriteOptions
from service.transfer.leaving import Leaving, leaving

_MODES = {NeutralStatus.APPROVED: 1, NeutralStatus.PENDING: 2, NeutralStatus.DELETED: 4}
_NO_VOTERS = bytes(256)
"""Isso's filter of the addresses that voted, empty."""
_PART = 1 << 16
_SCHEMA = """
    CREATE TABLE preferences (key VARCHAR PRIMARY KEY, value VARCHAR);
    CREATE TABLE threads (
        id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
    CREATE TABLE comments (
        tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER,
        created FLOAT NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR,
        text VARCHAR NOT NULL, author VARCHAR, email VARCHAR, website VARCHAR,
        likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL,
        notification INTEGER DEFAULT 0);
    PRAGMA user_version = 5;
"""
_ROW = "INSERT INTO comments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


class IssoExporter:
    """Answers to answers become answers to the first comment, for Isso has one level of them. Spam
    and what is no comment stays behind."""

    name = "isso"
    title = "Isso (comments.db)"
    suffix = ".db"
    losses = ("spam", "trash", "closed", "reply_to", "avatar", "account", "pinned", "kind", "extra")

    async def write(
        self, site: Site, pages: AsyncIterator[ExportedPage], options: WriteOptions
    ) -> AsyncIterator[bytes]:
        """The database's bytes; it is made beside, for its pages are not written in order."""
        with tempfile.TemporaryDirectory(prefix="reactie-export-") as folder:
            file = Path(folder, "comments.db")
            database = sqlite3.connect(file)
            try:
                database.executescript(_SCHEMA)
                before = threads = 0
                async for page in pages:
                    threads += 1
                    before += _write(
                        database, threads, page, [*leaving(site, page, options, before)]
                    )
                database.commit()
            finally:
                database.close()
            for part in _parts(file):
                yield part


def _parts(file: Path) -> Iterator[bytes]:
    with file.open("rb") as made:
        while part := made.read(_PART):
            yield part


def _write(
    database: sqlite3.Connection, thread: int, page: ExportedPage, comments: list[Leaving]
) -> int:
    database.execute("INSERT INTO threads VALUES (?, ?, ?)", (thread, page.key, page.title))
    roots: dict[int, int] = {}
    for each in comments:
        record = each.record
        mode = _MODES.get(record.status)
        if mode is None or record.kind is not Kind.COMMENT:
            continue
        root = None if each.parent is None else roots.get(each.parent)
        roots[each.number] = each.number if root is None else root
        database.execute(_ROW, (thread, each.number, root, *_cells(record, mode)))
    return len(comments)


def _cells(record: NeutralComment, mode: int) -> tuple[object, ...]:
    if record.status is NeutralStatus.DELETED:
        # Nothing of it but its place, as when Isso deletes one that has answers.
        record = replace(
            record, body=replace(record.body, source=""), author=NeutralAuthor(), ip=""
        )
    author, votes = record.author, record.votes
    score = votes.score or 0
    return (
        (record.created_at or 0) / 1_000,
        None if record.edited_at is None else record.edited_at / 1_000,
        mode,
        record.ip or "",
        record.body.source,
        author.name,
        author.email,
        author.url,
        votes.up + max(score, 0),
        votes.down + max(-score, 0),
        _NO_VOTERS,
        0,
    )


exporter = IssoExporter()
