"""What a database holds, seen past the service."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from service.domain.clock import utc_ms
from service.storage import open_storage
from service.usecases.verify_log import verify_log
from tests.faults.blog import SITE, Blog
from tests.faults.fault import Outcome
from tests.faults.load import Promises

_COMMENTS = "SELECT public_id, version, status FROM comments"
# A decision and what it does to its comment are written together or not at all.
_HALF = """
SELECT count(*) FROM comments c JOIN decisions d ON d.comment = c.public_id
WHERE d.position = (SELECT max(e.position) FROM decisions e WHERE e.comment = c.public_id)
  AND (d.after_status <> c.status
       OR coalesce(d.after_published, -1) <> coalesce(c.published, -1)
       OR NOT EXISTS (SELECT 1 FROM revisions r
                      WHERE r.comment_id = c.id AND r.number = c.current))
"""
_UNDECIDED = """
SELECT count(*) FROM comments c
WHERE NOT EXISTS (SELECT 1 FROM decisions d WHERE d.comment = c.public_id)
"""

LOST = "acknowledged comments lost"
REVERTED = "acknowledged decisions reverted"
HALF = "half decisions"
BROKEN_LOGS = "logs broken"
DAMAGED = "files damaged"


@dataclass(frozen=True, slots=True)
class Stored:
    """Every comment's version and status, and how many are half written."""

    comments: Mapping[str, tuple[int, str]]
    half: int

    def lost(self, promises: Promises) -> int:
        """How many acknowledged comments are not there."""
        return len(promises.comments.keys() - self.comments.keys())

    def reverted(self, promises: Promises) -> int:
        """How many acknowledged decisions are not there. One that was on its way when the service
        ended may have come on top."""
        return sum(
            (found := self.comments.get(public_id, (0, ""))) != (version, status)
            and found[0] <= version
            for public_id, (version, status) in promises.decisions.items()
        )


async def rows(database: str, statement: str) -> list[tuple[Any, ...]]:
    """What a query gives. Raises sqlite3.Error, and what asyncpg raises."""
    if database.startswith("postgres"):
        connection = await asyncpg.connect(database)
        try:
            return [tuple(row) for row in await connection.fetch(statement)]
        finally:
            await connection.close()
    with closing(sqlite3.connect(database)) as opened:
        return opened.execute(statement).fetchall()


async def change(database: str, statement: str) -> None:
    """Changes the database behind the service's back."""
    if database.startswith("postgres"):
        connection = await asyncpg.connect(database)
        await connection.execute(statement)
        await connection.close()
        return
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute(statement)


async def look(database: str) -> Stored:
    """Reads the database; a SQLite file is recovered first, as any start would."""
    found = await rows(database, _COMMENTS)
    half = (await rows(database, _HALF))[0][0] + (await rows(database, _UNDECIDED))[0][0]
    return Stored({public_id: (version, status) for public_id, version, status in found}, half)


def is_sound(file: Path | str) -> bool:
    """Whether SQLite finds its file whole."""
    with closing(sqlite3.connect(file)) as opened:
        return opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


async def is_log_whole(database: str) -> bool:
    """Whether the site's hash-chained log verifies."""
    async with open_storage(database, clock=utc_ms, read_only=True) as storage:
        site = await storage.sites.by_slug(SITE)
        assert site is not None
        return (await verify_log(site, storage=storage)).problem is None


async def check(outcome: Outcome, blog: Blog, promises: Promises) -> None:
    """Counts what is not as it was promised. Nobody may have a SQLite file open."""
    found = await look(blog.database)
    outcome.count(LOST, found.lost(promises))
    outcome.count(REVERTED, found.reverted(promises))
    outcome.count(HALF, found.half)
    if blog.is_file:
        outcome.count(DAMAGED, not is_sound(blog.database))
    outcome.count(BROKEN_LOGS, not await is_log_whole(blog.database))
    outcome.demand_none(LOST, REVERTED, HALF, BROKEN_LOGS)
