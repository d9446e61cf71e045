"""The log of what happened to sites apart from decisions: reading it, and adding to it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, bindparam, insert, select, update
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.site_event import SiteAct, SiteEvent, chained_event
from service.storage.reading import Reader
from service.storage.rows import Cells, columns
from service.storage.tables import site_events, sites

EVENT = columns(
    site_events,
    "public_id site_id at act actor_id actor_name about_id about_name details undoes previous hash",
)
_BY_PUBLIC_ID = select(*EVENT).where(site_events.c.public_id == bindparam("public_id"))
_CHAIN = (
    select(site_events.c.position, *EVENT)
    .where(site_events.c.site_id == bindparam("site"), site_events.c.position > bindparam("after"))
    .order_by(site_events.c.position)
    .limit(bindparam("most", type_=Integer()))
)
_HEAD = select(sites.c.events_count, sites.c.events_head).where(sites.c.id == bindparam("site"))
_NOTE_HEAD = (
    update(sites)
    .where(sites.c.id == bindparam("site"))
    .values(events_count=bindparam("count"), events_head=bindparam("head"))
)


class SqlSiteEvents:
    """`domain.log_ports.SiteEvents`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def by_public_id(self, public_id: str) -> SiteEvent | None:
        """One event."""
        row = await self._reader.first(_BY_PUBLIC_ID, {"public_id": public_id})
        return None if row is None else event_of(row)

    async def page(
        self, site_ids: tuple[int, ...] | None, after: int | None, limit: int
    ) -> tuple[Sequence[SiteEvent], int | None]:
        """What happened to these sites, newest first, by page."""
        own = site_events.c.id
        page = select(own, *EVENT).order_by(own.desc()).limit(limit + 1)
        if site_ids is not None:
            page = page.where(site_events.c.site_id.in_(site_ids))
        if after is not None:
            page = page.where(own < after)
        rows = await self._reader.all(page)
        following = rows[limit - 1][0] if len(rows) > limit else None
        return [event_of(row[1:]) for row in rows[:limit]], following

    async def chain(self, site_id: int, after: int, limit: int) -> Sequence[tuple[int, SiteEvent]]:
        """The log of a site in the order it was written, with each row's position in it."""
        wanted = {"site": site_id, "after": after, "most": limit}
        return [(row[0], event_of(row[1:])) for row in await self._reader.all(_CHAIN, wanted)]

    async def head(self, site_id: int) -> tuple[int, str]:
        """How many events the site's log holds and the hash of the last, as noted apart."""
        row = await self._reader.first(_HEAD, {"site": site_id})
        return (0, "") if row is None else (row[0], row[1])


async def add_site_event(connection: AsyncConnection, id_: int, event: SiteEvent) -> SiteEvent:
    """The event as logged, at the end of its site's log, which the caller has locked."""
    count, head = (await connection.execute(_HEAD, {"site": event.site_id})).one()
    linked = chained_event(event, head)
    await connection.execute(insert(site_events), _row(linked, id_, count + 1))
    noted = {"site": event.site_id, "count": count + 1, "head": linked.hash}
    await connection.execute(_NOTE_HEAD, noted)
    return linked


def event_of(cells: Cells) -> SiteEvent:
    """An event from the cells of EVENT."""
    public_id, site_id, at, act, *rest = cells
    return SiteEvent(public_id, site_id, at, SiteAct(act), *rest)


def _row(event: SiteEvent, id_: int, position: int) -> dict[str, Any]:
    return {
        "id": id_,
        "site_id": event.site_id,
        "position": position,
        "public_id": event.public_id,
        "at": event.at,
        "act": event.act.value,
        "actor_id": event.actor_id,
        "actor_name": event.actor_name,
        "about_id": event.about_id,
        "about_name": event.about_name,
        "details": dict(event.details),
        "undoes": event.undoes,
        "previous": event.previous,
        "hash": event.hash,
    }
