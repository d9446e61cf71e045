"""How reads reach the database: a pooled connection, a deadline, and errors in our words."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from service.storage.failures import outages
from service.storage.rows import Cells

PATIENCE_SECONDS = 5.0

Parameters = dict[str, Any]


class Reader:
    """Reads what is committed. Every method may raise Unavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self.dialect = engine.dialect.name

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection]:
        """A connection for several reads."""
        with outages():
            async with asyncio.timeout(PATIENCE_SECONDS), self._engine.connect() as connection:
                yield connection

    async def all(
        self, statement: Executable, parameters: Parameters | None = None
    ) -> Sequence[Cells]:
        """All rows."""
        async with self.connection() as connection:
            return (await connection.execute(statement, parameters)).all()

    async def first(
        self, statement: Executable, parameters: Parameters | None = None
    ) -> Cells | None:
        """The first row, if there is one."""
        rows = await self.all(statement, parameters)
        return rows[0] if rows else None
