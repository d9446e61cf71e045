"""PostgreSQL: a pool that reads, one connection a process that writes, and NOTIFY between them."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, ExceptionContext, NullPool, bindparam, event, func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio.engine import AsyncConnection, AsyncEngine, create_async_engine

from service.storage.backend import Heard, Run
from service.storage.effects import Effects
from service.storage.failures import is_outage

T = TypeVar("T")

READERS = 8
CHANNEL = "reactie_changed"
VOTES = "reactie_voted"
PATIENCE_SECONDS = 4.0
"""For connecting and for one statement; the server gives up at the same time."""
RETRY_SECONDS = 0.5
_EVERYTHING = "*"
_BLOCKS = "blocks"
_MODERATORS = "moderators"
_LONGEST_PAYLOAD = 7_000
"""Bytes; PostgreSQL takes up to 8,000."""

_NOTIFY = select(func.pg_notify(bindparam("channel"), bindparam("payload")))


class Postgres:
    """One database on a server, by its postgresql:// address."""

    most_readers = READERS

    def __init__(self, address: str) -> None:
        self._address = address
        self._name = secrets.token_hex(8)
        self.migrators = _engine(address, patience=None, poolclass=NullPool)
        self.writers = _engine(address, pool_size=1, max_overflow=0)
        self.readers = _engine(
            address,
            pool_size=READERS,
            max_overflow=0,
            pool_timeout=PATIENCE_SECONDS,
            pool_reset_on_return=None,
            isolation_level="AUTOCOMMIT",
        )
        event.listen(self.readers.sync_engine, "handle_error", _leave_open)

    def turn(self) -> AbstractAsyncContextManager[None]:
        """Nothing to wait for: the server locks rows."""
        return _at_once()

    async def at_once(
        self, connection: AsyncConnection, work: Callable[[Connection], Effects]
    ) -> Effects:
        """Runs the work in a transaction and announces what it changed."""
        async with connection.begin():
            effects = await connection.run_sync(work)
            await self.announce(connection, effects)
        return effects

    async def read(self, connection: AsyncConnection, work: Callable[[Connection], T]) -> T:
        """Runs the work on the connection."""
        return await connection.run_sync(work)

    async def announce(self, connection: AsyncConnection, effects: Effects) -> None:
        """Tells the other processes which threads change, when this transaction commits."""
        if named := _named(effects):
            await self._notify(connection, CHANNEL, named)
        if effects.votes:
            await self._notify(connection, VOTES, _listed(effects.votes))

    def expect(self, logged: int) -> None:
        """Nothing: the server knows itself where its log ends."""

    def stored(self, effects: Effects) -> None:
        """Nothing to note."""

    async def listen(self, heard: Heard, run: Run) -> None:  # noqa: ARG002
        """Hears what other processes announce. Whatever was missed while the connection was gone
        is told as a change of everything."""
        while True:
            try:
                await self._listen_once(heard)
            except Exception as error:
                if not is_outage(error):
                    raise
            heard(Effects(all=True))
            await asyncio.sleep(RETRY_SECONDS)

    async def close(self) -> None:
        """Closes the pool; the writer has closed its own connection."""
        await self.readers.dispose()
        await self.writers.dispose()

    async def _notify(self, connection: AsyncConnection, channel: str, what: str) -> None:
        notice = {"channel": channel, "payload": f"{self._name}:{what}"}
        await connection.execute(_NOTIFY, notice)

    async def _listen_once(self, heard: Heard) -> None:
        gone = asyncio.Event()

        def on_notice(_connection: Any, _pid: int, channel: str, payload: str) -> None:
            name, _, what = payload.partition(":")
            if name == self._name:
                return
            if what == _EVERYTHING:
                heard(Effects(all=True))
            elif what == _BLOCKS:
                heard(Effects(blocks=True))
            elif what == _MODERATORS:
                heard(Effects(moderators=True))
            elif channel == VOTES:
                heard(Effects(votes={int(id_) for id_ in what.split(",")}))
            else:
                heard(Effects({int(id_) for id_ in what.split(",")}, addresses=True))

        engine = _engine(self._address, poolclass=NullPool)
        try:
            async with engine.connect() as connection:
                driver: Any = (await connection.get_raw_connection()).driver_connection
                driver.add_termination_listener(lambda _connection: gone.set())
                await driver.add_listener(CHANNEL, on_notice)
                await driver.add_listener(VOTES, on_notice)
                heard(Effects(all=True))
                await gone.wait()
        finally:
            await engine.dispose()


def _leave_open(context: ExceptionContext) -> None:
    """Whoever gave a statement up does not wait for its connection's end, which takes a server that
    hangs two seconds: `Reader` lets the connection go."""
    if isinstance(context.original_exception, TimeoutError | asyncio.CancelledError):
        context.is_disconnect = False


def _named(effects: Effects) -> str:
    """What changed besides votes, in one word: what does not fit it is everything; empty for
    nothing."""
    if effects.all or effects.models:
        return _EVERYTHING
    words = {
        _BLOCKS: effects.blocks,
        _MODERATORS: effects.moderators,
        _listed(effects.threads): bool(effects.threads),
    }
    changed = [word for word, is_changed in words.items() if is_changed]
    if len(changed) > 1:
        return _EVERYTHING
    return changed[0] if changed else ""


def _listed(threads: set[int]) -> str:
    """The threads, or that it may be any of them when they are many."""
    listed = ",".join(str(id_) for id_ in sorted(threads))
    return listed if len(listed) <= _LONGEST_PAYLOAD else _EVERYTHING


@asynccontextmanager
async def _at_once() -> AsyncIterator[None]:
    yield


def _engine(address: str, *, patience: float | None = PATIENCE_SECONDS, **pool: Any) -> AsyncEngine:
    """An engine whose statements take at most `patience` seconds; None: as long as they need."""
    milliseconds = str(int((patience or 0) * 1000))
    # Asking for its name loads the whole package: a driver alone finds its parts half loaded.
    return create_async_engine(
        make_url(address).set(drivername=f"{postgresql.dialect.name}+asyncpg"),
        connect_args={
            "timeout": PATIENCE_SECONDS,
            "command_timeout": patience,
            "server_settings": {
                "application_name": "reactie",
                "statement_timeout": milliseconds,
                "lock_timeout": milliseconds,
                "idle_in_transaction_session_timeout": milliseconds,
            },
        },
        **pool,
    )
