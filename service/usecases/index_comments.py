"""Take comments into the search index, in the background."""

import asyncio
from collections.abc import Callable

from service.domain.errors import Unavailable
from service.domain.search_ports import SearchIndex

AT_ONCE = 128
"""Texts in one transaction: few enough that no visitor's post waits long for it."""

LOOK_SECONDS = 2.0
"""How often it is looked whether there is anything new."""

AGAIN_SECONDS = 10.0
"""How long after a failure it is tried again."""

BUSY_REST = 20.0
QUIET_REST = 1.0
"""Rest after a batch, in times what it took: while others write they have nearly all of the
machine."""

Told = Callable[[], None]
"""Hears that the database could not be reached."""


class Indexer:
    """Takes in what is new whenever there is something, a batch at a time."""

    def __init__(self, index: SearchIndex, told: Told) -> None:
        self._index = index
        self._told = told

    async def run(self) -> None:
        """Never returns."""
        while True:
            rest = await self.step()
            await asyncio.sleep(rest)

    async def step(self) -> float:
        """Takes in one batch. Returns how many seconds are to pass before the next."""
        now = asyncio.get_running_loop().time
        began = now()
        try:
            steps = await self._index.take_in(AT_ONCE)
        except Unavailable:
            self._told()
            return AGAIN_SECONDS
        if not steps:
            return LOOK_SECONDS
        rest = QUIET_REST if self._index.is_quiet() else BUSY_REST
        return rest * (now() - began)
