"""SQLite: one connection writes, others read, and processes take turns.

SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when two connections write or checkpoint at the
same moment, so everything a writing connection does, its opening and closing too (closing
checkpoints), happens under a lock of ours (`FILE.writing`). Readers are opened read-only: they can
neither write nor checkpoint.
"""

import asyncio
import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio.engine import AsyncConnection, AsyncEngine, create_async_engine

from service.domain.errors import NotFound, Unavailable
from service.storage.backend import Heard, Run
from service.storage.durable_files import open_or_make
from service.storage.effects import Effects
from service.storage.lock_file import LockFile, Turns
from service.storage.one_trip import begin_immediate, creator
from service.storage.witness import Witness

T = TypeVar("T")

READERS = 4
BUSY_SECONDS = 4.0
POLL_SECONDS = 0.5
_FILE = "sqlite+aiosqlite:///file"
"""Tells SQLAlchemy that it is a file, for its kind of pool; the creators know which."""
WRITER_KIBIBYTES, READER_KIBIBYTES = 2 * 1024, 1024
"""What a connection keeps of the file. The system keeps the file in its memory too: with two
million comments more made nothing quicker, and once taken it is never given back."""
CHECKPOINT_PAGES = 4_000
STATEMENTS = 512
"""Prepared statements that each connection keeps."""


class Sqlite:
    """One file. `path` may not exist yet unless `read_only`."""

    most_readers = READERS

    def __init__(self, path: Path, *, read_only: bool, serving: bool) -> None:
        """Raises NotFound `no_database`, Unavailable `already_serving`, and OSError."""
        # Locks lie beside the file itself, whatever it is called here.
        path = path.resolve()
        if read_only and not path.exists():
            raise NotFound("no_database", None, path=str(path))
        self._is_new = not path.exists()
        self._log = path.with_name(path.name + "-wal")
        self._serving = LockFile(path.with_name(path.name + ".lock"))
        self._witness = Witness(self._serving) if serving else None
        if serving and not self._serving.take():
            self._serving.close()
            raise Unavailable("already_serving")
        if not read_only:
            _make_private(path)
        self._writing = Turns(path.with_name(path.name + ".writing"))
        self.writers = self.migrators = _writers(path)
        self.readers = _readers(path)

    def turn(self) -> AbstractAsyncContextManager[None]:
        """The lock that writers of all processes take turns with."""
        return self._writing.held()

    async def at_once(
        self, connection: AsyncConnection, work: Callable[[Connection], Effects]
    ) -> Effects:
        """Runs the work in a transaction, all of it in one trip to the connection's thread."""
        effects: Effects = await _driver(connection).transact(work)
        return effects

    async def read(self, connection: AsyncConnection, work: Callable[[Connection], T]) -> T:
        """Runs the work in one trip to the connection's thread."""
        found: T = await _driver(connection).read(work)
        return found

    async def announce(self, connection: AsyncConnection, effects: Effects) -> None:
        """Nothing: others see the file's version change."""

    def expect(self, logged: int) -> None:
        """Looks whether all is there that the last server stored. Raises Unavailable."""
        if self._witness is not None:
            self._witness.begin(logged, is_new=self._is_new)

    def stored(self, effects: Effects) -> None:
        """Notes how much must be there from now on."""
        if self._witness is not None:
            self._witness.add(effects.logged)

    async def listen(self, heard: Heard, run: Run) -> None:
        """Looks twice a second whether the file was changed by another connection than the
        writer: SQLite counts those for each connection."""
        seen: tuple[AsyncConnection, int] | None = None
        while True:
            try:
                connection, version = await run(_data_version)
            except Unavailable:
                seen = None
            else:
                if seen is None or seen[0] is not connection or seen[1] != version:
                    heard(Effects(all=True))
                seen = (connection, version)
            await asyncio.sleep(POLL_SECONDS)

    async def close(self) -> None:
        """Closes the readers; the writer has closed its own connection."""
        await self.readers.dispose()
        await self.writers.dispose()
        if self._witness is not None and not self._log.exists():
            self._witness.end()
        self._writing.close()
        self._serving.close()


async def _data_version(
    connection: AsyncConnection, _effects: Effects
) -> tuple[AsyncConnection, int]:
    version = await connection.exec_driver_sql("PRAGMA data_version")
    return connection, version.scalar_one()


def _driver(connection: AsyncConnection) -> Any:
    return connection.sync_connection.connection.driver_connection  # type: ignore[union-attr]


def _make_private(path: Path) -> None:
    # SQLite gives its -wal and -shm files the rights of this one.
    os.close(open_or_make(path))


def _writers(path: Path) -> AsyncEngine:
    connect = creator(str(path.absolute()), uri=False, timeout=BUSY_SECONDS, statements=STATEMENTS)
    engine = create_async_engine(_FILE, async_creator=connect, pool_size=1, max_overflow=0)
    event.listen(engine.sync_engine, "connect", _prepare_writer)
    event.listen(engine.sync_engine, "begin", begin_immediate)
    return engine


def _readers(path: Path) -> AsyncEngine:
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    connect = creator(address, uri=True, timeout=BUSY_SECONDS, statements=STATEMENTS)
    engine = create_async_engine(
        _FILE,
        async_creator=connect,
        pool_size=READERS,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        pool_reset_on_return=None,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
    )
    event.listen(engine.sync_engine, "connect", _prepare_reader)
    return engine


def _prepare_reader(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA cache_size=-{READER_KIBIBYTES}")
    cursor.close()


def _prepare_writer(connection: Any, _record: object) -> None:
    # The driver would begin transactions at moments of its own choice: `begin_immediate` does it.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        f"cache_size=-{WRITER_KIBIBYTES}",
        f"wal_autocheckpoint={CHECKPOINT_PAGES}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
