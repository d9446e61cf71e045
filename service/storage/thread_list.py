"""Threads as moderators see them: by filter, with what is in each."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select

from service.domain.comment import Status
from service.domain.thread import ListedThread
from service.domain.thread_ports import ThreadFilter
from service.storage.reading import Reader
from service.storage.rows import THREAD, thread_of
from service.storage.tables import comments, sites, thread_aliases, threads

_PUBLISHED = (
    select(func.count())
    .where(comments.c.thread_id == threads.c.id, comments.c.published.isnot(None))
    .scalar_subquery()
)
_NEWEST = (
    select(comments.c.created_at)
    .where(comments.c.thread_id == threads.c.id)
    .order_by(comments.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_LISTED = select(*THREAD, sites.c.slug, _PUBLISHED, _NEWEST).join(
    sites, sites.c.id == threads.c.site_id
)
_ONE = _LISTED.where(threads.c.public_id == bindparam("thread"))
# From what waits, which is little; a thread's comments may be many.
_PENDING = (
    select(comments.c.thread_id, func.count())
    .where(
        comments.c.status == Status.PENDING.value,
        comments.c.site_id.in_(bindparam("sites", expanding=True)),
        comments.c.thread_id.in_(bindparam("threads", expanding=True)),
    )
    .group_by(comments.c.thread_id)
)


async def read_threads(
    reader: Reader, wanted: ThreadFilter, after: int | None, limit: int
) -> tuple[Sequence[ListedThread], int | None]:
    """A page, the newest first, and where the next one starts."""
    found = await _listed(
        reader, _LISTED.where(threads.c.id.in_(thread_page(wanted, after, limit)))
    )
    following = found[limit - 1].thread.id if len(found) > limit else None
    return found[:limit], following


async def read_thread(reader: Reader, public_id: str) -> ListedThread | None:
    """One thread."""
    found = await _listed(reader, _ONE, thread=public_id)
    return found[0] if found else None


def thread_page(wanted: ThreadFilter, after: int | None, limit: int) -> Select[Any]:
    """The ids of the threads asked for, in order, and one more. Apart from what is counted of
    them, so that nothing is counted that is not shown."""
    page = select(threads.c.id).where(*_conditions(wanted)).order_by(threads.c.id.desc())
    page = page.limit(limit + 1)
    return page if after is None else page.where(threads.c.id < after)


def _conditions(wanted: ThreadFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.site_ids is not None:
        found.append(threads.c.site_id.in_(wanted.site_ids))
    if wanted.closed is not None:
        closed_at = threads.c.closed_at
        found.append(closed_at.isnot(None) if wanted.closed else closed_at.is_(None))
    if wanted.key is not None:
        found.append(_has_address(thread_aliases.c.key == wanted.key))
    if wanted.words is not None:
        found += [_says(word.lower()) for word in wanted.words.split()]
    return found


def _says(word: str) -> ColumnElement[bool]:
    def holds(column: Any) -> ColumnElement[bool]:
        held: ColumnElement[bool] = func.lower(column).contains(word, autoescape=True, escape="\\")
        return held

    return or_(
        holds(threads.c.title), holds(threads.c.url), _has_address(holds(thread_aliases.c.key))
    )


def _has_address(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    # Not asked anew for each thread: addresses have no index by thread.
    return threads.c.id.in_(select(thread_aliases.c.thread_id).where(condition))


async def _listed(reader: Reader, statement: Select[Any], **given: Any) -> list[ListedThread]:
    async with reader.connection() as connection:
        ordered = statement.order_by(threads.c.id.desc())
        rows = (await connection.execute(ordered, given)).all()
        found = [(thread_of(row[: len(THREAD)]), *row[len(THREAD) :]) for row in rows]
        of = {
            "sites": sorted({thread.site_id for thread, *_ in found}),
            "threads": [thread.id for thread, *_ in found],
        }
        waiting = (await connection.execute(_PENDING, of)).all() if found else ()
    pending = {row[0]: row[1] for row in waiting}
    return [
        ListedThread(thread, site, published, pending.get(thread.id, 0), newest)
        for thread, site, published, newest in found
    ]
