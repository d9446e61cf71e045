"""The writer: one task, one connection, and one commit for all who wait (group commit).

While a commit is on its way to the disk, others line up; the next transaction takes them all. A
unit runs in a savepoint of its own, so that one that fails harms no other. What was promised is
told only after the commit.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.comment import Comment
from service.domain.decision import Decision
from service.domain.errors import ReactieError, Unavailable
from service.domain.ports import NewComment
from service.pace import Pace
from service.patience import PATIENCE
from service.storage.accept import insert_comments
from service.storage.backend import Backend
from service.storage.effects import Effects
from service.storage.failures import outages
from service.storage.ids import Ids
from service.storage.resolve import led_on
from service.storage.waiting import (
    CommentItem,
    Item,
    Unit,
    UnitItem,
    heed,
    is_fatal,
    may_retry,
    new_caller,
)

T = TypeVar("T")

MOST_WAITING = 1_000
MOST_AT_ONCE = 256
MOST_WAITING_SOMETIME = 16
"""Beyond so many in line, what nobody waits for is not taken: it would only fill memory."""


class Writer:
    """Takes work from any number of callers and commits it in the order it came."""

    def __init__(self, backend: Backend, ids: Ids) -> None:
        self.ids = ids
        self.commits = 0
        self.pace = Pace()
        self.is_damaged = False
        self._backend = backend
        self._committed: Callable[[Effects], None] | None = None
        self._waiting: deque[Item] = deque()
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
            CommentItem(new=new, caller=new_caller())
        )
        return result

    async def run(self, unit: Unit[T]) -> T:
        """Runs a unit of work; returns when it is on stable storage."""
        result: T = await self._patiently(UnitItem(unit=unit, caller=new_caller()))
        return result

    def run_sometime(self, unit: Unit[Any]) -> None:
        """Runs a unit that nobody waits for, and whose loss is no harm."""
        if len(self._waiting) < MOST_WAITING_SOMETIME and not self._closing:
            item = UnitItem(unit=unit, caller=new_caller())
            item.caller.add_done_callback(heed)
            self._enqueue(item)

    def _enqueue(self, item: Item) -> None:
        if self.is_damaged:
            raise Unavailable("database_damaged", retry_after=60)
        if self._closing or len(self._waiting) >= MOST_WAITING:
            raise Unavailable
        self._waiting.append(item)
        self._wanted.set()

    async def _patiently(self, item: Item) -> Any:
        with PATIENCE as seconds:
            self._enqueue(item)
            end = asyncio.get_running_loop().call_later(seconds, item.give_up)
            try:
                return await item.caller
            finally:
                end.cancel()

    async def _run(self) -> None:
        while not self._closing or self._waiting:
            await self._wanted.wait()
            self._wanted.clear()
            while self._waiting:
                await self.pace.turn()  # whoever is before it comes along
                await self._commit(self._next_batch())
        async with self._backend.turn():
            await self._disconnect()

    def _next_batch(self) -> list[Item]:
        batch: list[Item] = []
        while self._waiting and len(batch) < MOST_AT_ONCE:
            item = self._waiting.popleft()
            if not item.caller.done():
                batch.append(item)
        return batch

    async def _commit(self, batch: list[Item]) -> None:
        """One transaction for the batch; then, alone, whatever deserves another try."""
        again = await self._transact(batch) if batch else []
        for item in batch:
            if item not in again:
                item.tell()
        for item in again:
            item.tried, item.error = True, None
            await self._transact([item])
            item.tell()

    async def _transact(self, batch: list[Item]) -> list[Item]:
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
            self._backend.stored(effects)
            if self._committed is not None:
                self._committed(effects)
        return [item for item in batch if item.error is not None and may_retry(item)]

    async def _in_turn(self, batch: list[Item], effects: Effects) -> None:
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
        self, connection: AsyncConnection, batch: list[Item], effects: Effects
    ) -> bool:
        """The way of nearly all batches: comments only, and nothing wrong with any. It needs no
        savepoint. False leaves nothing behind."""
        comments = [item for item in batch if isinstance(item, CommentItem)]
        if len(comments) < len(batch):
            return False
        try:
            changed = await self._backend.at_once(
                connection, lambda opened: self._insert(opened, comments)
            )
        except Exception as error:
            if is_fatal(error):
                raise
            return False
        effects.add(changed)
        return True

    async def _fill(self, connection: AsyncConnection, batch: list[Item], effects: Effects) -> None:
        comments = [item for item in batch if isinstance(item, CommentItem)]
        if comments:
            await self._accept(connection, comments, effects)
        for item in batch:
            if isinstance(item, UnitItem):
                await self._attempt(connection, item, effects)

    async def _accept(
        self, connection: AsyncConnection, items: Sequence[CommentItem], effects: Effects
    ) -> None:
        """All at once; if the database refuses, one at a time: only the guilty one fails."""
        try:
            async with connection.begin_nested():
                changed = await connection.run_sync(self._insert, items)
        except Exception as error:
            if is_fatal(error):
                raise
            if len(items) == 1:
                items[0].error = error
                return
            for item in items:
                await self._accept(connection, [item], effects)
            return
        effects.add(changed)

    def _insert(self, connection: Connection, items: Sequence[CommentItem]) -> Effects:
        effects = Effects()
        news = [led_on(connection, item.new) if item.tried else item.new for item in items]
        outcomes = insert_comments(connection, news, self.ids, effects)
        for item, outcome in zip(items, outcomes, strict=True):
            if isinstance(outcome, ReactieError):
                item.error = outcome
            else:
                item.result = outcome
        return effects

    async def _attempt(self, connection: AsyncConnection, item: UnitItem, effects: Effects) -> None:
        changed = Effects()
        try:
            async with connection.begin_nested():
                item.result = await item.unit(connection, changed)
        except asyncio.CancelledError:
            if _is_ending():
                raise
            # Something that the unit waited for was cancelled, not the writer.
            item.error = Unavailable()
            return
        except Exception as error:
            if is_fatal(error):
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
            if not is_fatal(error):
                raise


def _is_ending() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
