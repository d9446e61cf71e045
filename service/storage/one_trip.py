"""aiosqlite with one trip to its thread a statement, where it makes four.

A trip costs more than most statements do (75 µs against 20). So a cursor is made, run, read to its
end and closed in one go; SQLAlchemy's adapter reads every result to its end anyway.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Self

import aiosqlite


class OneTripConnection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors work in one trip."""

    def cursor(self) -> "OneTripCursor":  # type: ignore[override]
        """A cursor; nothing happens in the thread yet."""
        return OneTripCursor(self)


class OneTripCursor:
    """What SQLAlchemy's adapter uses of an asynchronous cursor."""

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Runs a statement and reads its result."""
        await self._trip(lambda cursor: cursor.execute(sql, parameters))

    async def executemany(self, sql: str, parameters: Sequence[Sequence[Any]]) -> None:
        """Runs a statement for many rows of parameters."""
        await self._trip(lambda cursor: cursor.executemany(sql, parameters))

    async def fetchall(self) -> Sequence[Any]:
        """What the statement gave."""
        return self._rows

    async def close(self) -> None:
        """Nothing is open any more."""

    async def _trip(self, run: Callable[[sqlite3.Cursor], object]) -> None:
        def in_thread() -> None:
            cursor = self._connection._conn.cursor()
            try:
                run(cursor)
                self._rows = cursor.fetchall()
                self.description = cursor.description
                self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
            finally:
                cursor.close()

        await self._connection._execute(in_thread)  # type: ignore[no-untyped-call]


def creator(
    database: str, *, uri: bool, timeout: float, statements: int
) -> Callable[[], Awaitable[OneTripConnection]]:
    """What makes connections to the database (a path, or a file: address when `uri`)."""

    async def connect() -> OneTripConnection:
        def connector() -> sqlite3.Connection:
            return sqlite3.connect(database, uri=uri, timeout=timeout, cached_statements=statements)

        connection = OneTripConnection(connector, iter_chunk_size=64)
        # A thread that waits for work must not keep a process alive that wants to end.
        connection._thread.daemon = True
        await connection
        return connection

    return connect
