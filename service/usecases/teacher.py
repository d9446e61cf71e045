"""Sees to it that each site's model keeps up with its people's decisions."""

import asyncio
from collections import Counter
from collections.abc import Callable

from service.domain.errors import ReactieError
from service.domain.ports import Clock, Storage
from service.rules.learning import DamagedState, restore_model
from service.usecases.learn_site import Fit, Learned, learn_site

DUE = 25
"""Decisions after which a model is learned anew."""

AGAIN_SECONDS = 60.0
"""How long after a failure it is tried again."""

Told = Callable[[str, int, Learned | None], None]
"""Hears what happened (`learned`, `damaged`, `failed`), of which site, and what came of it."""


class Teacher:
    """Counts decisions and learns when enough of them are new, one site at a time, in the
    background. What fails is told, and tried again a minute later."""

    def __init__(self, storage: Storage, clock: Clock, fit: Fit, told: Told) -> None:
        self._storage = storage
        self._clock = clock
        self._fit = fit
        self._told = told
        self._new: Counter[int] = Counter()
        self._due: asyncio.Queue[int] = asyncio.Queue()

    def note_decisions(self, site_id: int, count: int = 1) -> None:
        """Hears of decisions, or undos, on comments of this site."""
        before = self._new[site_id]
        self._new[site_id] += count
        if before < DUE <= self._new[site_id]:
            self._due.put_nowait(site_id)

    def repair(self, site_id: int) -> None:
        """Hears that the site's model cannot be read: it is learned anew from the log."""
        self._told("damaged", site_id, None)
        self._due.put_nowait(site_id)

    async def run(self) -> None:
        """Repairs models that cannot be read and catches up with decisions from before the start,
        then learns whenever it is due. Never returns."""
        for site in await self._storage.sites.all():
            try:
                await self._look_at(site.id)
            except ReactieError:
                self._failed(site.id)
        while True:
            site_id = await self._due.get()
            self._new[site_id] = 0
            try:
                learned = await learn_site(
                    site_id, storage=self._storage, clock=self._clock, fit=self._fit
                )
            except ReactieError:
                self._failed(site_id)
            else:
                self._told("learned", site_id, learned)

    def _failed(self, site_id: int) -> None:
        self._told("failed", site_id, None)
        asyncio.get_running_loop().call_later(AGAIN_SECONDS, self._due.put_nowait, site_id)

    async def _look_at(self, site_id: int) -> None:
        stored = await self._storage.models.state(site_id)
        try:
            if stored is not None:
                restore_model(stored[1])
        except DamagedState:
            self.repair(site_id)
        else:
            self.note_decisions(site_id, await self._storage.models.news(site_id, DUE))
