"""What differs between SQLite and PostgreSQL: how to connect, and how processes share."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio.engine import AsyncConnection, AsyncEngine

from service.storage.effects import Effects

T = TypeVar("T")

Heard = Callable[[Effects], None]
"""Told what another process wrote."""

Run = Callable[[Callable[[AsyncConnection, Effects], Awaitable[Any]]], Awaitable[Any]]
"""`Writer.run`."""


class Backend(Protocol):
    """One database as this process uses it."""

    migrators: AsyncEngine
    writers: AsyncEngine
    readers: AsyncEngine
    most_readers: int
    """Connections that read at the same time."""

    def turn(self) -> AbstractAsyncContextManager[None]:
        """Held around everything that the writing connection does to the database."""
        ...

    async def at_once(
        self, connection: AsyncConnection, work: Callable[[Connection], Effects]
    ) -> Effects:
        """Runs the work, which says what it changed, in a transaction of its own: whatever way to
        the database costs least. Announces the changes."""
        ...

    async def read(self, connection: AsyncConnection, work: Callable[[Connection], T]) -> T:
        """Runs the work, which only reads, on one of the `readers`: whatever way costs least."""
        ...

    async def announce(self, connection: AsyncConnection, effects: Effects) -> None:
        """Inside a transaction: tells other processes, on commit, what it changes."""
        ...

    def expect(self, logged: int) -> None:
        """At the start: the logs of the sites hold so many decisions. Raises Unavailable
        `log_end_lost` when there were more."""
        ...

    def stored(self, effects: Effects) -> None:
        """After a commit: what it changed is on stable storage."""
        ...

    async def listen(self, heard: Heard, run: Run) -> None:
        """Tells what other processes write, until cancelled."""
        ...

    async def close(self) -> None:
        """Closes every connection and lets every lock go."""
        ...
