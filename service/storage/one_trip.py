"""aiosqlite with one trip to its thread a statement, where it makes four, or one a transaction.

A trip costs more than most statements do (75 µs against 20), and while the event loop is busy its
thread waits for the interpreter at each. So a cursor is made, run, read to its end and closed in
one go; SQLAlchemy's adapter reads every result to its end anyway.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Self, TypeVar

import aiosqlite
from sqlalchemy import Connection, Engine, StaticPool, create_engine, event

T = TypeVar("T")


class OneTripConnection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors work in one trip."""

    _in_thread: Connection | None = None
    _reading: Connection | None = None

    def cursor(self) -> "OneTripCursor":  # type: ignore[override]
        """A cursor; nothing happens in the thread yet."""
        return OneTripCursor(self)

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """Runs the work in one transaction and one trip; it commits when the work returns."""
        done: T = await self._execute(self._transact, work)  # type: ignore[no-untyped-call]
        return done

    def _transact(self, work: Callable[[Connection], T]) -> T:
        if self._in_thread is None:
            self._in_thread = self._shared()
        with self._in_thread.begin():
            return work(self._in_thread)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Runs the work, which only reads, in one trip."""
        done: T = await self._execute(self._read, work)  # type: ignore[no-untyped-call]
        return done

    def _read(self, work: Callable[[Connection], T]) -> T:
        if self._reading is None:
            engine = self._engine().execution_options(isolation_level="AUTOCOMMIT")
            self._reading = engine.connect()
        return work(self._reading)

    def _shared(self) -> Connection:
        engine = self._engine()
        event.listen(engine, "begin", begin_immediate)
        return engine.connect()

    def _engine(self) -> Engine:
        """The same connection for SQLAlchemy without asyncio; of use in the thread alone."""
        return create_engine(
            "sqlite://",
            creator=lambda: self._conn,
            poolclass=StaticPool,
            pool_reset_on_return=None,
        )


def begin_immediate(connection: Any) -> None:
    """Begins a transaction that may write, where the driver would begin one that reads."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


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
        try:
            await connection
        except BaseException:
            # It is ending, and would tell an event loop that may be closed by then.
            connection._thread.join()
            raise
        return connection

    return connect
