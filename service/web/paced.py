"""Does something for a key at once, and then no sooner than some seconds after the last time."""

import asyncio
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Paced(Generic[K]):
    """However often it is asked for: a last time when nobody asks any more is never left out.
    Keys that were not asked for lately cost nothing."""

    def __init__(self, act: Callable[[K], None], seconds: float) -> None:
        self._act = act
        self._seconds = seconds
        self._asked_again: dict[K, bool] = {}

    def __len__(self) -> int:
        return len(self._asked_again)

    def ask(self, key: K) -> None:
        """Acts now, or when the time has come. In the event loop."""
        if key in self._asked_again:
            self._asked_again[key] = True
        else:
            self._go(key)

    def _go(self, key: K) -> None:
        self._asked_again[key] = False
        asyncio.get_running_loop().call_later(self._seconds, self._end, key)
        self._act(key)

    def _end(self, key: K) -> None:
        if self._asked_again.pop(key):
            self._go(key)
