"""How reads reach the database: a connection at hand, a deadline, and errors in our words."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.errors import Unavailable
from service.patience import PATIENCE
from service.storage.backend import Backend
from service.storage.failures import is_outage, outages
from service.storage.rows import Cells

Parameters = dict[str, Any]


class Reader:
    """Reads what is committed. Every method may raise Unavailable.

    Connections are kept at hand from one read to the next: to get one from SQLAlchemy's pool and
    give it back costs more than most reads do.
    """

    def __init__(self, backend: Backend) -> None:
        self.dialect = backend.readers.dialect.name
        self.is_damaged = False
        self._backend = backend
        self._at_hand: list[AsyncConnection] = []
        self._places = asyncio.Semaphore(backend.most_readers)
        self._leaving: set[asyncio.Task[None]] = set()
        self._is_closed = False

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection]:
        """A connection for several reads."""
        if self.is_damaged:
            raise Unavailable("database_damaged", retry_after=60)
        with PATIENCE as seconds, outages():
            async with asyncio.timeout(seconds), self._places:
                connection = await self._taken()
                try:
                    yield connection
                except BaseException as error:
                    await self._after(error, connection)
                    raise
                await self._put_back(connection)

    async def all(
        self, statement: Executable, parameters: Parameters | None = None
    ) -> Sequence[Cells]:
        """All rows."""
        async with self.connection() as connection:
            return await self._backend.read(
                connection, lambda opened: opened.execute(statement, parameters).all()
            )

    async def first(
        self, statement: Executable, parameters: Parameters | None = None
    ) -> Cells | None:
        """The first row, if there is one."""
        rows = await self.all(statement, parameters)
        return rows[0] if rows else None

    async def close(self) -> None:
        """Closes the connections that are at hand, and those in use when they come back."""
        self._is_closed = True
        while self._at_hand:
            await self._at_hand.pop().close()
        await asyncio.gather(*self._leaving)

    async def _taken(self) -> AsyncConnection:
        return self._at_hand.pop() if self._at_hand else await self._backend.readers.connect()

    async def _after(self, error: BaseException, connection: AsyncConnection) -> None:
        """One that was interrupted is of no use any more. When the database is away, neither are
        the others."""
        if isinstance(error, Exception) and not is_outage(error):
            await self._put_back(connection)
            return
        gone, self._at_hand = [connection, *self._at_hand], []
        for each in gone:
            # Whoever read does not wait for it: a server that hangs takes seconds to say goodbye.
            leaving = asyncio.create_task(_let_go(each))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)

    async def _put_back(self, connection: AsyncConnection) -> None:
        if self._is_closed:
            await connection.close()
        else:
            self._at_hand.append(connection)


async def _let_go(connection: AsyncConnection) -> None:
    # What goes wrong with it is of no interest any more.
    with suppress(Exception):
        await connection.invalidate()
        await connection.close()
