"""Reads a SQLite file through while it serves: damage that nobody has met yet is met here."""

import asyncio
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from service.domain.errors import Unavailable
from service.storage.failures import is_damage

PATIENCE_SECONDS = 5.0


async def find_damage(path: Path) -> str | None:
    """The first thing that is not as SQLite wrote it; None: there is none. `path` is absolute.

    It reads every page, in a thread of its own, and holds up no writer. Raises Unavailable.
    """
    address = f"file:{quote(str(path))}?mode=ro"
    try:
        reader = sqlite3.connect(
            address, uri=True, timeout=PATIENCE_SECONDS, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise Unavailable from error
    try:
        return await asyncio.to_thread(_look, reader)
    except asyncio.CancelledError:
        with suppress(sqlite3.ProgrammingError):  # it has just come to its end by itself
            reader.interrupt()
        raise


def _look(reader: sqlite3.Connection) -> str | None:
    with closing(reader):
        try:
            [found] = reader.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.Error as error:
            if is_damage(error):
                return str(error)
            raise Unavailable from error
    return None if found == "ok" else str(found).splitlines()[-1]
