"""Searching comments: what the index knows, and of the few that are not in it yet the texts
themselves, so that an answer is exact at any moment."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, false, select, union_all

from service.domain.comment_ports import QueueFilter
from service.rules.text import holds, terms_of
from service.storage.reading import Reader
from service.storage.rows import Cells
from service.storage.search_marks import read_logged, read_marks
from service.storage.search_sql import Asked, SearchSql, search_sql
from service.storage.tables import comments, findings, revisions

Conditions = Sequence[ColumnElement[bool]]

_AT_ONCE = 200
"""Texts that are looked through before others get their turn."""

_NEWEST = and_(revisions.c.comment_id == comments.c.id, revisions.c.number == comments.c.current)
_TEXTS = select(comments.c.id, revisions.c.text).join(revisions, _NEWEST)


@dataclass(frozen=True, slots=True)
class _Reach:
    """What the index has as it is now: comments up to `swept`, but for the `stale`."""

    swept: int
    stale: Sequence[int]


async def find(
    reader: Reader, wanted: QueueFilter, others: Conditions
) -> ColumnElement[bool] | None:
    """Which comments have the words and the rule that are wanted; None when neither is. Of those
    that also fulfil the `others`, what it says is exact."""
    terms = sorted(set(terms_of(wanted.words or "")))
    if not terms and wanted.words is not None and wanted.words.strip():
        return false()
    if not terms and wanted.rule is None:
        return None
    sql, asked = search_sql(reader.dialect), Asked(terms, wanted.rule)
    reach = await _reach(reader, wanted.site_ids)
    beyond = [id_ async for id_ in _beyond(reader, sql, asked, reach, others)]
    known = sql.documents(asked, reach.swept)
    if reach.stale:
        [id_] = known.selected_columns
        known = known.where(id_.not_in(sql.listed(reach.stale)))
    if not beyond:
        return comments.c.id.in_(known)
    return comments.c.id.in_(union_all(known, sql.listed(beyond)))


async def _reach(reader: Reader, site_ids: Sequence[int] | None) -> _Reach:
    stale: set[int] = set()
    async with reader.connection() as connection:
        marks = await read_marks(connection)
        for site_id, after in marks.behind:
            if site_ids is None or site_id in site_ids:
                logged = await read_logged(connection, site_id, after)
                stale |= {id_ for _, id_, is_stale in logged if is_stale and id_ <= marks.swept}
    return _Reach(marks.swept, sorted(stale))


async def _beyond(
    reader: Reader, sql: SearchSql, asked: Asked, reach: _Reach, others: Conditions
) -> AsyncIterator[int]:
    """The ids of those that are asked for and not in the index as they are now."""
    statement = _TEXTS.where(*others, *map(sql.may_say, asked.terms))
    if asked.rule is not None:
        statement = statement.where(_has_finding(asked.rule))
    parts = [comments.c.id > reach.swept]
    if reach.stale:
        parts.append(comments.c.id.in_(sql.listed(reach.stale)))
    for part in parts:
        async for id_, text in _texts(reader, statement.where(part)):
            if not asked.terms or holds(set(terms_of(text)), asked.terms):
                yield id_


async def _texts(reader: Reader, statement: Select[tuple[int, str]]) -> AsyncIterator[Cells]:
    page = statement.order_by(comments.c.id).limit(_AT_ONCE)
    rows = await reader.all(page)
    while rows:
        for row in rows:
            yield row
        if len(rows) < _AT_ONCE:
            return
        await asyncio.sleep(0)
        rows = await reader.all(page.where(comments.c.id > rows[-1][0]))


def _has_finding(rule: str) -> ColumnElement[bool]:
    return exists().where(
        findings.c.comment_id == comments.c.id,
        findings.c.number == comments.c.current,
        findings.c.rule == rule,
    )
