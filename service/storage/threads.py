"""Reading threads."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, select

from service.domain.thread import ListedThread, Merge, Thread
from service.domain.thread_ports import ThreadFilter
from service.storage.coalesce import Coalesced
from service.storage.memory import Kept
from service.storage.reading import Reader
from service.storage.rows import THREAD, thread_of
from service.storage.tables import merges, thread_aliases, threads
from service.storage.tables.columns import ID
from service.storage.thread_list import read_thread, read_threads
from service.storage.thread_writes import ALIASES, MERGE, merge_of

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
_CLOSED = select(threads.c.id, threads.c.closed_at).where(
    threads.c.id.in_(bindparam("threads", type_=ID, expanding=True))
)
_MERGES = (
    select(*MERGE)
    .where(merges.c.into_id == bindparam("into"))
    .order_by(merges.c.at.desc(), merges.c.public_id)
)
KEPT = 10_000


class SqlThreads:
    """`domain.thread_ports.Threads`."""

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

    async def closed(self, thread_ids: Sequence[int]) -> Mapping[int, bool]:
        """Those of the threads that there are, and whether each is closed at this moment."""
        rows = await self._reader.all(_CLOSED, {"threads": list(thread_ids)})
        return {id_: closed_at is not None for id_, closed_at in rows}

    async def page(
        self, wanted: ThreadFilter, after: int | None, limit: int
    ) -> tuple[Sequence[ListedThread], int | None]:
        """The newest first, after a thread's id, and where the next page starts."""
        return await read_threads(self._reader, wanted, after, limit)

    async def listed(self, public_id: str) -> ListedThread | None:
        """One thread with what is in it."""
        return await read_thread(self._reader, public_id)

    async def aliases(self, thread_id: int) -> Sequence[str]:
        """Every address that leads to the thread, its key too, in order."""
        return [row[0] for row in await self._reader.all(ALIASES, {"thread": thread_id})]

    async def merges(self, into_id: int) -> Sequence[Merge]:
        """What went into the thread and was not taken out again, the newest first."""
        return [merge_of(row) for row in await self._reader.all(_MERGES, {"into": into_id})]

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
