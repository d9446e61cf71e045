"""Storages that differ from the real one in a single answer, or in what happens just before."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from service.domain.ports import NewComment, Storage, Transaction

T = TypeVar("T")


class Answering:
    """A storage in which one read, such as `sites.by_id`, has the answer given (None: gone).

    `transaction.comment` is the read of that name within a unit of work.
    """

    def __init__(self, storage: Storage, read: str, answer: object = None) -> None:
        self._storage = storage
        self._part, _, self._read = read.partition(".")
        self._answer = answer

    def __getattr__(self, name: str) -> Any:
        part = getattr(self._storage, name)
        return _Part(part, self._read, self._answer) if name == self._part else part

    async def write(self, unit: Callable[[Transaction], Awaitable[T]]) -> T:
        async def altered(tx: Any) -> T:
            inside = self._part == "transaction"
            return await unit(_Part(tx, self._read, self._answer) if inside else tx)

        return await self._storage.write(altered)


class _Part:
    def __init__(self, part: Any, read: str, answer: object) -> None:
        self._part = part
        self._read = read
        self._answer = answer

    def __getattr__(self, name: str) -> Any:
        return self._given if name == self._read else getattr(self._part, name)

    async def _given(self, *_arguments: Any) -> Any:
        return self._answer


class Overtaken:
    """A storage in which something happens once, just before a write or before the read named."""

    def __init__(
        self, storage: Storage, first: Callable[[], Awaitable[Any]], *, before: str = ""
    ) -> None:
        self._storage = storage
        self._first: Callable[[], Awaitable[Any]] | None = first
        self._part, _, self._read = before.partition(".")

    def __getattr__(self, name: str) -> Any:
        part = getattr(self._storage, name)
        return _Late(part, self._read, self._happen) if name == self._part else part

    async def accept(self, new: NewComment) -> Any:
        await self._happen()
        return await self._storage.accept(new)

    async def write(self, unit: Callable[[Transaction], Awaitable[T]]) -> T:
        await self._happen()
        return await self._storage.write(unit)

    async def _happen(self) -> None:
        first, self._first = self._first, None
        if first is not None:
            await first()


class _Late:
    def __init__(self, part: Any, read: str, happen: Callable[[], Awaitable[None]]) -> None:
        self._part = part
        self._read = read
        self._happen = happen

    def __getattr__(self, name: str) -> Any:
        read = getattr(self._part, name)

        async def late(*arguments: Any) -> Any:
            await self._happen()
            return await read(*arguments)

        return late if name == self._read else read
