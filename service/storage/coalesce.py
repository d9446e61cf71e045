"""Many questions at one moment, asked of the database as one."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Generic, TypeVar

from service.patience import PATIENCE

K = TypeVar("K")
V = TypeVar("V")

MOST_AT_ONCE = 64


class Coalesced(Generic[K, V]):
    """Asks for many keys in one query: those of one turn of the event loop, and those that came
    while the query before was under way. A key that is not in the answer has the value `missing`.

    A question never joins a query that was asked before it: what was written before the question is
    always seen.
    """

    def __init__(self, ask: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]], missing: V) -> None:
        self._ask = ask
        self._missing = missing
        self._waiting: dict[K, asyncio.Future[V]] = {}
        self._task: asyncio.Task[None] | None = None

    async def get(self, key: K) -> V:
        """The value of the key now. Raises what the query raises, and Unavailable for whom the
        query before his own, and his own, keep waiting too long together."""
        answer = self._waiting.get(key)
        if answer is None:
            answer = self._waiting[key] = asyncio.get_running_loop().create_future()
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        with PATIENCE as seconds:
            async with asyncio.timeout(seconds):
                return await asyncio.shield(answer)

    async def _run(self) -> None:
        while self._waiting:
            keys = list(self._waiting)[:MOST_AT_ONCE]
            asked = {key: self._waiting.pop(key) for key in keys}
            try:
                found = await self._ask(keys)
            except Exception as error:  # noqa: BLE001 -- those who asked hear it
                for answer in asked.values():
                    answer.set_exception(error)
                    answer.exception()
            else:
                for key, answer in asked.items():
                    answer.set_result(found.get(key, self._missing))
        self._task = None
