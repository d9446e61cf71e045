"""Remembers the latest texts of each site, to know those that are nearly the same again."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from service.domain.comment import Author
from service.domain.ports import Storage
from service.patience import PATIENCE
from service.rules.recognition import Likeness, Recognition
from service.rules.text import Views
from service.rules.text.sketch import sketch_of

WINDOW_MS = 24 * 60 * 60 * 1000
LATEST = 500
"""Texts of waiting comments that are read at the first post to a site after a start."""
REFRESH_MS = 2_000
"""How soon texts that other processes took in are known here."""
SITES_KEPT = 64
_AT_ONCE = 10_000
"""Characters that are looked at before others get their turn: some two milliseconds."""


@dataclass(slots=True)
class _Site:
    recognition: Recognition = field(default_factory=Recognition)
    newest: int = 0
    read_at: int | None = None
    first_read: asyncio.Lock = field(default_factory=asyncio.Lock)


class TextMemory:
    """One for all sites of a process."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._sites: OrderedDict[int, _Site] = OrderedDict()

    async def of_site(self, site_id: int, now: int) -> Recognition:
        """What recognises the site's latest texts, those of other processes among them."""
        site = self._sites.setdefault(site_id, _Site())
        self._sites.move_to_end(site_id)
        if len(self._sites) > SITES_KEPT:
            self._sites.popitem(last=False)
        if site.read_at is None:
            await self._read_first(site_id, site, now)
        elif now - site.read_at >= REFRESH_MS:
            site.read_at = now
            await self._read(site_id, site)
        return site.recognition

    def note(self, site_id: int, likeness: Likeness, now: int) -> None:
        """Remembers a text that came in."""
        site = self._sites.setdefault(site_id, _Site())
        site.recognition.note(likeness.cluster, likeness.sketch, now)

    def take_back(self, site_id: int, cluster: int | None, at: int) -> None:
        """Forgets a text that came in then but was not stored: who sends it again repeats
        nothing."""
        site = self._sites.get(site_id)
        if site is not None and cluster is not None:
            site.recognition.take_back(cluster, at)

    async def _read_first(self, site_id: int, site: _Site, now: int) -> None:
        # Who comes meanwhile waits, for he would make clusters anew that there are already.
        with PATIENCE as seconds:
            async with asyncio.timeout(seconds), site.first_read:
                if site.read_at is not None:
                    return
                await self._read(site_id, site)
                site.read_at = now

    async def _read(self, site_id: int, site: _Site) -> None:
        waiting = await self._storage.history.waiting(site_id, site.newest, LATEST)
        looked_at = 0
        for seen in waiting:
            if seen.cluster not in site.recognition:
                sketch = sketch_of(Views(Author(), seen.text).text)
                site.recognition.note(seen.cluster, sketch, seen.at)
                looked_at += len(seen.text)
            site.newest = max(site.newest, seen.comment)
            if looked_at >= _AT_ONCE:
                looked_at = 0
                await asyncio.sleep(0)
