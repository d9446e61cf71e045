"""What a unit of work may do to threads: `domain.thread_ports.ThreadWrites`."""

from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.errors import Conflict
from service.domain.thread import Merge, Thread
from service.storage.effects import Effects
from service.storage.log import LogEnds
from service.storage.rows import THREAD, Values, columns, thread_of
from service.storage.tables import comments, merged_branches, merges, thread_aliases, threads

MERGE = columns(merges, "public_id was into_id at")

_BY_PUBLIC_ID = select(*THREAD).where(threads.c.public_id == bindparam("thread"))
_BY_ID = select(*THREAD).where(threads.c.id == bindparam("id"))
_BY_KEY = (
    select(*THREAD)
    .join(thread_aliases, threads.c.id == thread_aliases.c.thread_id)
    .where(
        thread_aliases.c.site_id == bindparam("site"),
        thread_aliases.c.key == bindparam("address"),
    )
)
ALIASES = (
    select(thread_aliases.c.key)
    .where(thread_aliases.c.thread_id == bindparam("thread"))
    .order_by(thread_aliases.c.key)
)
_MERGE = select(*MERGE).where(merges.c.public_id == bindparam("merge_id"))
# Of a branch the root alone is noted: who answers one that was moved answers there.
_NOTE_BRANCHES = insert(merged_branches).from_select(
    ["merge", "root_id", "site_id"],
    select(bindparam("merge_id"), comments.c.id, comments.c.site_id).where(
        comments.c.thread_id == bindparam("thread"), comments.c.parent_id.is_(None)
    ),
)
_NOTED = select(merged_branches.c.root_id).where(merged_branches.c.merge == bindparam("merge_id"))
_MOVE_ALL = (
    update(comments)
    .where(comments.c.thread_id == bindparam("from_thread"))
    .values(thread_id=bindparam("to_thread"))
)
_MOVE_BACK = _MOVE_ALL.where(comments.c.root_id.in_(_NOTED))
_LEAD_ELSEWHERE = (
    update(thread_aliases)
    .where(thread_aliases.c.thread_id == bindparam("from_thread"))
    .values(thread_id=bindparam("to_thread"))
)
_LEAD_BACK = _LEAD_ELSEWHERE.where(thread_aliases.c.key.in_(bindparam("addresses", expanding=True)))


class SqlThreadWrites:
    """One unit's view of the threads."""

    def __init__(self, connection: AsyncConnection, log: LogEnds, effects: Effects) -> None:
        self._connection = connection
        self._log = log
        self._effects = effects

    async def by_public_id(self, public_id: str) -> Thread | None:
        """The thread, its site's log locked."""
        found = await self._one(_BY_PUBLIC_ID, thread=public_id)
        if found is None:
            return None
        await self._lock(found.site_id)
        # Again, for it may have changed until the lock was ours.
        return await self._one(_BY_PUBLIC_ID, thread=public_id)

    async def by_key(self, site_id: int, key: str) -> Thread | None:
        """The thread that has this key or alias, the site's log locked."""
        await self._lock(site_id)
        return await self._one(_BY_KEY, site=site_id, address=key)

    async def change(self, thread: Thread) -> None:
        """Gives the thread with this id all that the value says. Raises Conflict
        `address_taken` when its key leads to another thread."""
        known = await self.by_key(thread.site_id, thread.key)
        if known is not None and known.id != thread.id:
            raise Conflict("address_taken", "address", title=known.name)
        if known is None:
            await self._add_alias(thread)
        statement = update(threads).where(threads.c.id == thread.id)
        await self._connection.execute(statement.values(**_values(thread)))
        self._changed(thread.id)

    async def merge(self, thread: Thread, into: Thread, public_id: str, at: int) -> int:
        """Moves the thread's comments and addresses into the other; its row is gone then, so that
        a comment that still means it finds no thread, and is led to the other (`accept`)."""
        addresses = await self._connection.scalars(ALIASES, {"thread": thread.id})
        created = select(threads.c.created_at).where(threads.c.id == thread.id)
        was = {
            **_values(thread),
            "id": thread.id,
            "site_id": thread.site_id,
            "public_id": thread.public_id,
            "created_at": await self._connection.scalar(created),
            "aliases": list(addresses),
        }
        noted = {
            "public_id": public_id,
            "site_id": thread.site_id,
            "into_id": into.id,
            "was": was,
            "at": at,
        }
        await self._connection.execute(insert(merges), noted)
        await self._connection.execute(_NOTE_BRANCHES, {"merge_id": public_id, "thread": thread.id})
        move = {"from_thread": thread.id, "to_thread": into.id}
        moved = await self._connection.execute(_MOVE_ALL, move)
        await self._connection.execute(_LEAD_ELSEWHERE, move)
        await self._connection.execute(delete(threads).where(threads.c.id == thread.id))
        self._changed(thread.id, into.id)
        return moved.rowcount

    async def merged(self, public_id: str) -> Merge | None:
        """A merge that was not undone yet, its site's log locked."""
        statement = select(merges.c.site_id).where(merges.c.public_id == public_id)
        site_id = await self._connection.scalar(statement)
        if site_id is None:
            return None
        await self._lock(site_id)
        row = (await self._connection.execute(_MERGE, {"merge_id": public_id})).one_or_none()
        return None if row is None else merge_of(row)

    async def unmerge(self, merge: Merge) -> int:
        """Makes the thread again as it was. Raises Conflict `merged_again` when the thread that
        it went into went on into another, `address_in_use` when that one has its address now."""
        into = await self._one(_BY_ID, id=merge.into_id)
        if into is None:
            raise Conflict("merged_again")
        if into.key in merge.aliases:
            raise Conflict("address_in_use", title=into.name)
        noted = {"merge_id": merge.public_id}
        row = (await self._connection.execute(_MERGE, noted)).one()
        made = {name: value for name, value in row.was.items() if name != "aliases"}
        await self._connection.execute(insert(threads), made)
        move = {"from_thread": into.id, "to_thread": merge.thread.id}
        moved = await self._connection.execute(_MOVE_BACK, {**noted, **move})
        await self._connection.execute(_LEAD_BACK, {**move, "addresses": list(merge.aliases)})
        for table, column in ((merged_branches, "merge"), (merges, "public_id")):
            gone = delete(table).where(table.c[column] == merge.public_id)
            await self._connection.execute(gone)
        self._changed(merge.thread.id, into.id)
        return moved.rowcount

    async def _one(self, statement: Any, **wanted: Any) -> Thread | None:
        row = (await self._connection.execute(statement, wanted)).one_or_none()
        return None if row is None else thread_of(row)

    async def _add_alias(self, thread: Thread) -> None:
        row = {"site_id": thread.site_id, "key": thread.key, "thread_id": thread.id}
        await self._connection.execute(insert(thread_aliases), row)

    async def _lock(self, site_id: int) -> None:
        await self._connection.run_sync(lambda _: self._log.lock([site_id]))

    def _changed(self, *thread_ids: int) -> None:
        self._effects.threads.update(thread_ids)
        self._effects.addresses = True


def merge_of(cells: Any) -> Merge:
    """A merge from the cells of MERGE."""
    public_id, was, into_id, at = cells
    thread = Thread(*(was[column.name] for column in THREAD))
    return Merge(public_id, thread, tuple(was["aliases"]), into_id, at)


def _values(thread: Thread) -> Values:
    return {
        "key": thread.key,
        "url": thread.url,
        "title": thread.title,
        "closed_at": thread.closed_at,
    }
