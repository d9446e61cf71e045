"""Whether the database takes writes, found out by a write that leaves nothing behind.

A transaction that only reads begins and commits on a full or read-only disk as well.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import delete, insert, text
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.storage.effects import Effects
from service.storage.tables import installation

GOOD_FOR_SECONDS = 1.0
"""So long a proof holds: whoever asks more often must not keep the disk busy."""
_NOBODYS = 0
_ANYTHING = text("SELECT 1")
_WRITE = insert(installation).values(id=_NOBODYS, secret=b"")
_TAKE_BACK = delete(installation).where(installation.c.id == _NOBODYS)

Run = Callable[[Callable[[AsyncConnection, Effects], Awaitable[None]]], Awaitable[Any]]


class WriteProof:
    """Remembers when a write was last seen to succeed."""

    def __init__(self) -> None:
        self._proven_at = float("-inf")

    async def renew(self, run: Run) -> None:
        """Goes through the writer, `run`, in any case. Raises Unavailable."""
        now = asyncio.get_running_loop().time()
        if now - self._proven_at < GOOD_FOR_SECONDS:
            await run(_nothing)
            return
        await run(_something)
        self._proven_at = now


async def _nothing(connection: AsyncConnection, _effects: Effects) -> None:
    await connection.execute(_ANYTHING)


async def _something(connection: AsyncConnection, _effects: Effects) -> None:
    await connection.execute(_WRITE)
    await connection.execute(_TAKE_BACK)
