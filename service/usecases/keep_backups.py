"""Keep backups: make a copy every so often, in the background, and remove the oldest."""

import asyncio
from collections.abc import Callable
from typing import Any

from service.domain.backup import BackupFailed, BackupFolder
from service.domain.ports import Clock

FIRST_SECONDS = 10.0
"""How long after a start the first one is made, if it is due: whoever starts has enough to do."""
LOOK_SECONDS = 60.0
"""How often it is looked whether one is due, whatever becomes of the clock meanwhile."""
AGAIN_SECONDS = 600.0
"""How long after a failure it is tried again."""

Told = Callable[..., None]
"""Hears `made` with its `bytes` and `seconds`, or `failed` with the `reason` and how many
`failures` there were since the last that was made."""


class BackupKeeper:
    """Makes one when the newest is `every` milliseconds old, and keeps the `keep` newest."""

    def __init__(
        self, folder: BackupFolder, *, every: int, keep: int, clock: Clock, told: Told
    ) -> None:
        self._folder = folder
        self._every = every
        self._keep = keep
        self._clock = clock
        self._told = told
        self._failures = 0

    async def run(self) -> None:
        """Never returns."""
        rest = FIRST_SECONDS
        while True:
            await asyncio.sleep(rest)
            rest = await self.step()

    async def step(self) -> float:
        """Makes one if it is due. Returns how many seconds are to pass before the next look."""
        now = self._clock()
        try:
            # What is of the future was made by a clock that went wrong.
            past = [at for at in self._folder.moments() if at <= now]
            left = past[-1] + self._every - now if past else 0
            if left > 0:
                return min(LOOK_SECONDS, left / 1000)
            told: dict[str, Any] = {"bytes": await self._folder.make(now)}
            # Only now: a copy that fails must not cost one that is good.
            for at in self._folder.moments()[: -self._keep]:
                self._folder.remove(at)
        except (BackupFailed, OSError) as error:
            self._failures += 1
            self._told("failed", reason=str(error), failures=self._failures)
            return min(AGAIN_SECONDS, self._every / 1000)
        self._failures = 0
        self._told("made", seconds=(self._clock() - now) / 1000, **told)
        return min(LOOK_SECONDS, self._every / 1000)
