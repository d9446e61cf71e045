"""Pages of an import as threads."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select

from service.domain.identity import new_public_id
from service.domain.imported import Order, PlannedThread
from service.domain.neutral import ExternalId
from service.domain.site import Site
from service.storage.effects import Effects
from service.storage.ids import Ids
from service.storage.imports import by_source
from service.storage.rows import Values
from service.storage.tables import imported_threads, thread_aliases, threads

_THREADS = select(thread_aliases.c.key, thread_aliases.c.thread_id).where(
    thread_aliases.c.site_id == bindparam("site"),
    thread_aliases.c.key.in_(bindparam("keys", expanding=True)),
)
_TOLD_THREADS = select(imported_threads.c.external_id).where(
    imported_threads.c.site_id == bindparam("site"),
    imported_threads.c.source == bindparam("source"),
    imported_threads.c.instance == bindparam("instance"),
    imported_threads.c.external_id.in_(bindparam("ids", expanding=True)),
)


def add_threads(
    connection: Connection,
    ids: Ids,
    site: Site,
    order: Order,
    pages: Sequence[PlannedThread],
    effects: Effects,
) -> None:
    """Makes the threads that are not there by their keys, and notes every address and every name
    that leads to one; what leads elsewhere already goes on leading there."""
    keys = sorted({key for page in pages for key in (page.key, *page.aliases)})
    known = thread_ids_of(connection, site.id, keys)
    told = {
        ExternalId(some["source"], some["instance"], row[0])
        for some in by_source(site.id, [each for page in pages for each, _ in page.external])
        for row in connection.execute(_TOLD_THREADS, some)
    }
    made, aliases, named = [], [], []
    for page in pages:
        id_ = known.get(page.key)
        if id_ is None:
            id_ = ids.next()
            made.append(_thread_values(page, site.id, id_, order.at))
        for key in (page.key, *page.aliases):
            if key not in known:
                known[key] = id_
                aliases.append({"site_id": site.id, "key": key, "thread_id": id_})
        for external, created_at in page.external:
            if external not in told:
                told.add(external)
                named.append(
                    {
                        "site_id": site.id,
                        "source": external.source,
                        "instance": external.instance,
                        "external_id": external.id,
                        "key": page.key,
                        "run": order.run,
                        "created_at": created_at,
                    }
                )
    for table, values in (
        (threads, made),
        (thread_aliases, aliases),
        (imported_threads, named),
    ):
        if values:
            connection.execute(insert(table), values)
            effects.addresses = True


def thread_ids_of(connection: Connection, site_id: int, keys: Sequence[str]) -> dict[str, int]:
    """The threads by those of the keys that lead to one."""
    found: dict[str, int] = {}
    for start in range(0, len(keys), 500):
        wanted = {"site": site_id, "keys": keys[start : start + 500]}
        found |= {row[0]: row[1] for row in connection.execute(_THREADS, wanted)}
    return found


def _thread_values(page: PlannedThread, site_id: int, id_: int, at: int) -> Values:
    created = at if page.created_at is None else page.created_at
    return {
        "id": id_,
        "site_id": site_id,
        "key": page.key,
        "url": page.url,
        "title": page.title,
        "closed_at": at if page.closed else None,
        "created_at": created,
        "public_id": new_public_id(),
    }
