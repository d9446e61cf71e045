"""Turns of the event loop, for work that comes many at a time: one piece of it in each.

Sixteen comments that come at one moment are some ten milliseconds of work. Whoever reads
meanwhile waits for one piece of it (to parse, to judge, to answer: a tenth of a millisecond to
four), not for all.
"""

import asyncio
from collections import deque


class Pace:
    """Gives every other turn of the event loop to a piece of work, in the order in which they ask.

    In the turn between two pieces what came in during the first is answered, where else the second
    would go before it.
    """

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._is_taken = False

    async def turn(self) -> None:
        """Returns in a turn of the event loop that nobody else was given; at once if none was."""
        loop = asyncio.get_running_loop()
        if self._is_taken:
            mine: asyncio.Future[None] = loop.create_future()
            self._waiting.append(mine)
            await mine
        else:
            self._is_taken = True
            loop.call_soon(self._give_next, loop)

    def _give_next(self, loop: asyncio.AbstractEventLoop) -> None:
        while self._waiting:
            first = self._waiting.popleft()
            if not first.done():  # who asked may have gone away
                first.set_result(None)
                loop.call_soon(loop.call_soon, self._give_next, loop)
                return
        self._is_taken = False
