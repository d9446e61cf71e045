"""How long a request waits for the database: long once, and hardly again.

Whoever was kept waiting in vain is to hear it. What his answer could do with (the page around his
text, whose scripts may read it) is still asked for, but not waited for: so the waits of one request
never add up to more than five seconds.
"""

import asyncio
import weakref
from contextvars import ContextVar
from types import TracebackType
from typing import Any

from service.domain.errors import Unavailable

SECONDS = 4.5
AGAIN_SECONDS = 0.3


class _Request:
    """What a request has met, in the task that answers it."""

    __slots__ = ("is_let_down", "task")

    def __init__(self, task: "asyncio.Task[Any] | None") -> None:
        # Only weakly: the task's own context holds this, and circles are waste for the collector.
        self.task = None if task is None else weakref.ref(task)
        self.is_let_down = False

    def is_own(self) -> bool:
        """Whether it is asked in its own task: what that started for several requests (a query, a
        page for the cache) waits as long as any."""
        return self.task is not None and self.task() is asyncio.current_task()


_request: ContextVar[_Request | None] = ContextVar("request", default=None)


class Patience:
    """`with PATIENCE as seconds`: around a wait for the database of at most so many seconds, which
    the block sees to. TimeoutError leaves it as Unavailable."""

    def __enter__(self) -> float:
        request = _request.get()
        again = request is not None and request.is_let_down and request.is_own()
        return AGAIN_SECONDS if again else SECONDS

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not isinstance(error, TimeoutError | Unavailable):
            return
        request = _request.get()
        if request is not None and request.is_own():
            request.is_let_down = True
        if isinstance(error, TimeoutError):
            raise Unavailable from None


PATIENCE = Patience()


def begin_request() -> None:
    """From here on the running task answers a request, which has not waited for anything yet."""
    _request.set(_Request(asyncio.current_task()))
