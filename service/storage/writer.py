"""The writer: one task, one connection, and one commit for all who wait (group commit).

While a commit is on its way to the disk, others line up; the next transaction takes them all. A
unit runs in a savepoint of its own, so that one that fails harms no other. What was promised is
told only after the commit.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.comment import Comment
from service.domain.decision import Decision
from service.domain.errors import ReactieError, Unavailable
from service.domain.ports import NewComment
from service.storage.accept import insert_comments
from service.storage.backend import Backend
from service.storage.effects import Effects
from service.storage.failures import is_collision, is_damage, is_outage, outages
from service.storage.ids import Ids

T = TypeVar("T")

Unit = Callable[[AsyncConnection, Effects], Awaitable[T]]
"""Work inside a transaction, which notes what it changes."""

MOST_WAITING = 1_000
MOST_AT_ONCE = 256
PATIENCE_SECONDS = 6.0
"""How long a caller waits for his commit; the locks beneath give up a little sooner."""


@dataclass(slots=True, eq=False, kw_only=True)
class _Item:
    """What somebody waits for, and what came of it."""

    caller: asyncio.Future[Any]
    tried: bool = False
    result: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        if self.caller.done():
            return
        if self.error is not None:
            self.caller.set_exception(self.error)
        else:
            self.caller.set_result(self.result)


@dataclass(slots=True, eq=False, kw_only=True)
class _Comment(_Item):
    new: NewComment


@dataclass(slots=True, eq=False, kw_only=True)
class _Work(_Item):
    unit: Unit[Any]


class Writer:
    """Takes work from any number of callers and commits it in the order it came."""

    def __init__(self, backend: Backend, ids: Ids) -> None:
        self.ids = ids
        self.commits = 0
        self._backend = backend
        self._committed: Callable[[Effects], None] | None = None
        self._waiting: deque[_Item] = deque()
        self._wanted = asyncio.Event()
        self._closing = False
        self._connection: AsyncConnection | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self, connection: AsyncConnection, committed: Callable[[Effects], None]) -> None:
        """Starts the task, which owns the connection from now on. `committed` is told what each
        transaction changed, before its callers hear that it is done."""
        self._connection = connection
        self._committed = committed
        self._task = asyncio.create_task(self._run(), name="storage writer")

    async def close(self) -> None:
        """Commits what waits, then lets the connection go."""
        self._closing = True
        self._wanted.set()
        if self._task is not None:
            await self._task

    async def accept(self, new: NewComment) -> tuple[Comment, Decision]:
        """Stores a comment; returns when it is on stable storage."""
        result: tuple[Comment, Decision] = await self._patiently(
            _Comment(new=new, caller=_caller())
        )
        return result

    async def run(self, unit: Unit[T]) -> T:
        """Runs a unit of work; returns when it is on stable storage."""
        result: T = await self._patiently(_Work(unit=unit, caller=_caller()))
        return result

    def run_sometime(self, unit: Unit[Any]) -> None:
        """Runs a unit that nobody waits for, and whose loss is no harm."""
        if len(self._waiting) < MOST_WAITING // 2 and not self._closing:
            item = _Work(unit=unit, caller=_caller())
            item.caller.add_done_callback(_heed)
            self._enqueue(item)

    def _enqueue(self, item: _Item) -> None:
        if self._closing or len(self._waiting) >= MOST_WAITING:
            raise Unavailable
        self._waiting.append(item)
        self._wanted.set()

    async def _patiently(self, item: _Item) -> Any:
        self._enqueue(item)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await item.caller
        except TimeoutError as error:
            raise Unavailable from error

    async def _run(self) -> None:
        while not self._closing or self._waiting:
            await self._wanted.wait()
            self._wanted.clear()
            while self._waiting:
                await self._commit(self._next_batch())
        async with self._backend.turn():
            await self._disconnect()

    def _next_batch(self) -> list[_Item]:
        batch: list[_Item] = []
        while self._waiting and len(batch) < MOST_AT_ONCE:
            item = self._waiting.popleft()
            if not item.caller.done():
                batch.append(item)
        return batch

    async def _commit(self, batch: list[_Item]) -> None:
        """One transaction for the batch; then, alone, whatever deserves another try."""
        again = await self._transact(batch) if batch else []
        for item in batch:
            if item not in again:
                item.tell()
        for item in again:
            item.tried, item.error = True, None
            await self._transact([item])
            item.tell()

    async def _transact(self, batch: list[_Item]) -> list[_Item]:
        """Leaves in each item what came of it. Returns those to try again: another process was in
        their way."""
        effects = Effects()
        try:
            with outages():
                async with self._backend.turn():
                    await self._in_turn(batch, effects)
        except Exception as error:  # noqa: BLE001 -- every caller hears it, and the writer lives on
            for item in batch:
                item.result, item.error = None, error
        else:
            if self._committed is not None:
                self._committed(effects)
        return [item for item in batch if item.error is not None and _may_retry(item)]

    async def _in_turn(self, batch: list[_Item], effects: Effects) -> None:
        try:
            connection = await self._connected()
            if not await self._accepted_at_once(connection, batch, effects):
                async with connection.begin():
                    await self._fill(connection, batch, effects)
                    await self._backend.announce(connection, effects)
            self.commits += 1
        except Exception:
            # Whatever state it is in: the next transaction begins on a new connection.
            await self._disconnect()
            raise

    async def _accepted_at_once(
        self, connection: AsyncConnection, batch: list[_Item], effects: Effects
    ) -> bool:
        """The way of nearly all batches: comments only, and nothing wrong with any. It needs no
        savepoint. False leaves nothing behind."""
        comments = [item for item in batch if isinstance(item, _Comment)]
        if len(comments) < len(batch):
            return False
        changed = Effects()
        try:
            async with connection.begin():
                await self._insert(connection, comments, changed)
                await self._backend.announce(connection, changed)
        except Exception as error:
            if _is_fatal(error):
                raise
            return False
        effects.add(changed)
        return True

    async def _fill(
        self, connection: AsyncConnection, batch: list[_Item], effects: Effects
    ) -> None:
        comments = [item for item in batch if isinstance(item, _Comment)]
        if comments:
            await self._accept(connection, comments, effects)
        for item in batch:
            if isinstance(item, _Work):
                await self._attempt(connection, item, effects)

    async def _accept(
        self, connection: AsyncConnection, items: Sequence[_Comment], effects: Effects
    ) -> None:
        """All at once; if the database refuses, one at a time: only the guilty one fails."""
        changed = Effects()
        try:
            async with connection.begin_nested():
                await self._insert(connection, items, changed)
        except Exception as error:
            if _is_fatal(error):
                raise
            if len(items) == 1:
                items[0].error = error
                return
            for item in items:
                await self._accept(connection, [item], effects)
            return
        effects.add(changed)

    async def _insert(
        self, connection: AsyncConnection, items: Sequence[_Comment], effects: Effects
    ) -> None:
        news = [item.new for item in items]
        outcomes = await insert_comments(connection, news, self.ids, effects)
        for item, outcome in zip(items, outcomes, strict=True):
            if isinstance(outcome, ReactieError):
                item.error = outcome
            else:
                item.result = outcome

    async def _attempt(self, connection: AsyncConnection, item: _Work, effects: Effects) -> None:
        changed = Effects()
        try:
            async with connection.begin_nested():
                item.result = await item.unit(connection, changed)
        except Exception as error:
            if _is_fatal(error):
                raise
            item.error = error
            return
        effects.add(changed)

    async def _connected(self) -> AsyncConnection:
        if self._connection is None:
            self._connection = await self._backend.writers.connect()
        return self._connection

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            await connection.invalidate()
            await connection.close()
        except Exception as error:
            if not _is_fatal(error):
                raise


def _may_retry(item: _Item) -> bool:
    error = item.error
    return not item.tried and (
        isinstance(error, IntegrityError) or (error is not None and is_collision(error))
    )


def _caller() -> asyncio.Future[Any]:
    return asyncio.get_running_loop().create_future()


def _is_fatal(error: BaseException) -> bool:
    # For the whole transaction: a unit's own refusals are never outages of the database.
    return not isinstance(error, ReactieError) and (is_outage(error) or is_damage(error))


def _heed(caller: asyncio.Future[Any]) -> None:
    # Takes note of a failure nobody waits for: asyncio would complain of it otherwise.
    if not caller.cancelled():
        caller.exception()
