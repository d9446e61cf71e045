"""What is kept in memory between requests, for as long as somebody tells when it changes."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """The last `most` values that were asked for. Absent things (None) are asked for every time.

    A value that was read before `drop` and arrives after it is not kept: it may be the old one.
    """

    def __init__(self, most: int, *, enabled: bool) -> None:
        self._most = most
        self._enabled = enabled
        self._values: OrderedDict[K, V] = OrderedDict()
        self._drops = 0

    async def get(self, key: K, read: Callable[[], Awaitable[V | None]]) -> V | None:
        """The value from memory, else what `read` gives."""
        kept = self._values.get(key)
        if kept is not None:
            self._values.move_to_end(key)
            return kept
        drops = self._drops
        value = await read()
        if value is not None and self._enabled and drops == self._drops:
            self._values[key] = value
            if len(self._values) > self._most:
                self._values.popitem(last=False)
        return value

    def drop(self) -> None:
        """Forgets everything."""
        self._drops += 1
        self._values.clear()
