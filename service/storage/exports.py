"""Reading everything, for exports."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, func, select

from service.domain.comment import Status
from service.domain.exported import KeptComment, KeptThread
from service.domain.neutral import ExternalId
from service.storage.reading import Reader
from service.storage.rows import THREAD, Cells, thread_of
from service.storage.tables import (
    came_as,
    comments,
    imported_comments,
    imported_threads,
    revisions,
    thread_aliases,
    threads,
)

_THREADS = select(threads.c.created_at, *THREAD).where(threads.c.site_id == bindparam("site"))
_ALIASES = select(thread_aliases.c.thread_id, thread_aliases.c.key).where(
    thread_aliases.c.site_id == bindparam("site")
)
_EXTERNAL = (
    select(
        thread_aliases.c.thread_id,
        imported_threads.c.source,
        imported_threads.c.instance,
        imported_threads.c.external_id,
        imported_threads.c.created_at,
    )
    .join(
        thread_aliases,
        and_(
            thread_aliases.c.site_id == imported_threads.c.site_id,
            thread_aliases.c.key == imported_threads.c.key,
        ),
    )
    .where(imported_threads.c.site_id == bindparam("site"))
)
_COMMENTS = (
    select(
        comments.c.id,
        comments.c.public_id,
        comments.c.parent_id,
        comments.c.status,
        comments.c.published,
        comments.c.name,
        comments.c.email,
        comments.c.website,
        comments.c.created_at,
        comments.c.edited_at,
        comments.c.up,
        comments.c.down,
        revisions.c.number,
        revisions.c.text,
        revisions.c.source,
        comments.c.badge,
        imported_comments.c.said,
        imported_comments.c.version != comments.c.version,
    )
    .join(
        revisions,
        and_(
            revisions.c.comment_id == comments.c.id,
            revisions.c.number == func.coalesce(comments.c.published, comments.c.current),
        ),
    )
    .outerjoin(imported_comments, came_as)
    .where(
        comments.c.thread_id == bindparam("thread"),
        func.coalesce(imported_comments.c.undone, False).is_(False),
    )
)
_ASIDE = (
    select(imported_comments.c.said)
    .join(
        thread_aliases,
        and_(
            thread_aliases.c.site_id == imported_comments.c.site_id,
            thread_aliases.c.key == imported_comments.c.thread,
        ),
    )
    .where(
        thread_aliases.c.thread_id == bindparam("thread"),
        imported_comments.c.comment_id.is_(None),
    )
)


class SqlExports:
    """`domain.exported.Exports`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def threads(self, site_id: int) -> Sequence[KeptThread]:
        """All threads, in the order of their keys, whatever the database's own order is."""
        wanted = {"site": site_id}
        aliases: defaultdict[int, list[str]] = defaultdict(list)
        external: defaultdict[int, list[tuple[ExternalId, int | None]]] = defaultdict(list)
        for thread_id, key in await self._reader.all(_ALIASES, wanted):
            aliases[thread_id].append(key)
        for thread_id, *names, created_at in await self._reader.all(_EXTERNAL, wanted):
            external[thread_id].append((ExternalId(*names), created_at))
        found = []
        for created_at, *cells in await self._reader.all(_THREADS, wanted):
            thread = thread_of(cells)
            keys = tuple(sorted(key for key in aliases[thread.id] if key != thread.key))
            names = sorted(external[thread.id], key=lambda each: _name(each[0]))
            found.append(KeptThread(thread, created_at, keys, tuple(names)))
        return sorted(found, key=lambda each: each.thread.key)

    async def comments(self, thread_id: int) -> Sequence[KeptComment]:
        """All comments of a thread."""
        return [_comment(row) for row in await self._reader.all(_COMMENTS, {"thread": thread_id})]

    async def aside(self, thread_id: int) -> Sequence[Mapping[str, Any]]:
        """The values of records that came with the thread and are no comments here."""
        return [row[0] for row in await self._reader.all(_ASIDE, {"thread": thread_id})]


def _name(external: ExternalId) -> tuple[str, str, str]:
    return (external.source, external.instance, external.id)


def _comment(cells: Cells) -> KeptComment:
    id_, public_id, parent_id, status, published, *rest = cells
    name, email, website, created_at, edited_at, up, down, number, text, source, *last = rest
    badge, said, touched = last
    return KeptComment(
        id_,
        public_id,
        parent_id,
        Status(status),
        published is not None,
        name,
        email,
        website,
        created_at,
        edited_at,
        up,
        down,
        number,
        text,
        source,
        badge is not None,
        said,
        bool(touched),
    )
