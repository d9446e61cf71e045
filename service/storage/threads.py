"""Reading threads."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, select

from service.domain.thread import Thread
from service.storage.coalesce import Coalesced
from service.storage.memory import Kept
from service.storage.reading import Reader
from service.storage.rows import THREAD, thread_of
from service.storage.tables import thread_aliases, threads

Place = tuple[int, str]
"""A site and an address in it."""

_BY_KEYS = (
    select(thread_aliases.c.site_id, thread_aliases.c.key, *THREAD)
    .join(threads, threads.c.id == thread_aliases.c.thread_id)
    .where(
        thread_aliases.c.site_id.in_(bindparam("sites", expanding=True)),
        thread_aliases.c.key.in_(bindparam("keys", expanding=True)),
    )
)
_BY_ID = select(*THREAD).where(threads.c.id == bindparam("id"))
KEPT = 10_000


class SqlThreads:
    """`domain.ports.Threads`."""

    def __init__(self, reader: Reader, *, keep: bool) -> None:
        self._reader = reader
        self._by_place: Kept[Place, Thread] = Kept(KEPT, enabled=keep)
        self._by_id: Kept[int, Thread] = Kept(KEPT, enabled=keep)
        self._asked: Coalesced[Place, Thread | None] = Coalesced(self._ask, missing=None)

    async def by_key(self, site_id: int, key: str) -> Thread | None:
        """The thread that has this key or alias."""
        place = (site_id, key)
        return await self._by_place.get(place, lambda: self._asked.get(place))

    async def by_id(self, thread_id: int) -> Thread | None:
        """The thread with this id."""
        return await self._by_id.get(thread_id, lambda: self._read(thread_id))

    def drop(self) -> None:
        """Forgets what is kept in memory."""
        self._by_place.drop()
        self._by_id.drop()

    async def _ask(self, places: Sequence[Place]) -> Mapping[Place, Thread | None]:
        wanted = {
            "sites": sorted({site for site, _ in places}),
            "keys": sorted({key for _, key in places}),
        }
        rows = await self._reader.all(_BY_KEYS, wanted)
        return {(row[0], row[1]): thread_of(row[2:]) for row in rows}

    async def _read(self, thread_id: int) -> Thread | None:
        row = await self._reader.first(_BY_ID, {"id": thread_id})
        return None if row is None else thread_of(row)
