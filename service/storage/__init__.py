"""THE DATABASE: keeps everything, the same way in a SQLite file and on a PostgreSQL server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.ports import Clock
from service.storage.backend import Backend
from service.storage.failures import outages
from service.storage.ids import Ids
from service.storage.migrate import bring_to_head, require_head
from service.storage.postgres import Postgres
from service.storage.sqlite import Sqlite
from service.storage.storage import SqlStorage
from service.storage.tables import account_events, comments, decisions, sites, threads
from service.storage.writer import Writer

__all__ = ["SqlStorage", "open_storage"]

_LOGGED = select(func.sum(sites.c.log_count))


@asynccontextmanager
async def open_storage(
    database: str, *, clock: Clock, read_only: bool = False, serving: bool = False
) -> AsyncIterator[SqlStorage]:
    """The storage in a SQLite file (made if there is none) or at a postgresql:// address.

    Brings the database to this version's data model first, unless `read_only`: then nothing is
    made or changed. `serving` makes this process the one server on the file, and lets it hear of
    what other processes write. Raises Unavailable (`already_serving`, `database_damaged`,
    `log_end_lost`, `database_not_ready`), NotFound `no_database`, ReactieError `database_too_new`.
    """
    with outages():
        backend = _backend(database, read_only=read_only, serving=serving)
    try:
        if read_only:
            with outages():
                async with backend.readers.connect() as connection:
                    await require_head(connection)
            storage = SqlStorage(backend, None, serving=serving)
            try:
                yield storage
            finally:
                await storage.close_readers()
            return
        connection, last = await _prepared(backend)
        writer = Writer(backend, Ids(clock, last))
        storage = SqlStorage(backend, writer, serving=serving)
        writer.start(connection, storage.changed)
        async with _running(storage, writer, backend, serving=serving):
            yield storage
    finally:
        await backend.close()


def _backend(database: str, *, read_only: bool, serving: bool) -> Backend:
    if database.startswith(("postgresql://", "postgres://")):
        return Postgres(database)
    return Sqlite(Path(database), read_only=read_only, serving=serving)


async def _prepared(backend: Backend) -> tuple[AsyncConnection, int]:
    """The writing connection to a database that is up to date, and the newest id in it."""
    with outages():
        async with backend.turn():
            async with backend.migrators.connect() as connection:
                await bring_to_head(connection)
            connection = await backend.writers.connect()
            try:
                async with connection.begin():
                    backend.expect(int(await connection.scalar(_LOGGED) or 0))
                    return connection, await _newest_id(connection)
            except BaseException:
                await connection.close()
                raise


async def _newest_id(connection: AsyncConnection) -> int:
    newest = [
        select(func.max(table.c.id)) for table in (comments, decisions, threads, account_events)
    ]
    return max([int(await connection.scalar(one) or 0) for one in newest])


@asynccontextmanager
async def _running(
    storage: SqlStorage, writer: Writer, backend: Backend, *, serving: bool
) -> AsyncIterator[None]:
    listener = None
    if serving:
        listener = asyncio.create_task(backend.listen(storage.changed, writer.run))
    try:
        yield
    finally:
        if listener is not None:
            listener.cancel()
            await asyncio.gather(listener, return_exceptions=True)
        # Whoever closes a SQLite file last moves the log into it, and readers may not.
        await storage.close_readers()
        await backend.readers.dispose()
        await writer.close()
