"""The search index as it is filled: behind the posts, in small batches, by whoever serves."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import CursorResult, and_, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.errors import Unavailable
from service.storage.effects import Effects
from service.storage.inserts import Insert
from service.storage.reading import Reader
from service.storage.rows import Cells, Values
from service.storage.search_marks import VERSION, Marks, read_logged, read_marks
from service.storage.search_sql import words_of_document
from service.storage.tables import (
    comments,
    findings,
    revisions,
    search_documents,
    search_marks,
    search_state,
)
from service.storage.writer import Writer

_STATE_ID = 1
_LOGGED_FOR_EACH = 4
"""Decisions that are looked at for each document that may be made: most change no text."""
_AT_A_TIME = 16
"""Documents made before others get their turn."""

_NEXT = (
    select(comments.c.id)
    .where(comments.c.id > bindparam("swept"))
    .order_by(comments.c.id)
    .limit(bindparam("most"))
)
_THESE = comments.c.id.in_(bindparam("ids", expanding=True))
_TEXTS = (
    select(comments.c.id, comments.c.site_id, revisions.c.number, revisions.c.text)
    .join(
        revisions,
        and_(revisions.c.comment_id == comments.c.id, revisions.c.number == comments.c.current),
    )
    .where(_THESE)
)
_RULES = (
    select(findings.c.comment_id, findings.c.number, findings.c.rule)
    .where(findings.c.comment_id.in_(bindparam("ids", expanding=True)))
    .distinct()
)
_FORGET = delete(search_documents).where(
    search_documents.c.comment_id.in_(bindparam("ids", expanding=True))
)
_DOCUMENTS = Insert(search_documents)
_FORGET_MARKS = delete(search_marks).where(
    search_marks.c.site_id.in_(bindparam("sites", expanding=True))
)
_MOVE = (
    update(search_state)
    .where(search_state.c.id == _STATE_ID, search_state.c.round == bindparam("before"))
    .values(version=VERSION, round=bindparam("before") + 1, swept=bindparam("reached"))
)


class _Overtaken(Exception):
    """Another process took something in since the marks were read."""


@dataclass(slots=True)
class _Round:
    """What one batch takes in: the comments, and where the marks are then."""

    marks: Marks
    swept: int
    ids: set[int] = field(default_factory=set)
    positions: dict[int, int] = field(default_factory=dict)
    documents: list[Cells] = field(default_factory=list)


class SqlSearchIndex:
    """`domain.ports.SearchIndex`. Two that take in at once do no harm: what one has done while the
    other worked makes the other's batch void."""

    def __init__(self, reader: Reader, writer: Writer | None) -> None:
        self._reader = reader
        self._writer = writer
        self._commits = 0

    def is_quiet(self) -> bool:
        """Whether this process wrote nothing else since it was last asked."""
        before, self._commits = self._commits, self._given().commits
        return self._commits <= before + 1

    async def take_in(self, most: int) -> int:
        """Takes up to about so many texts in; returns how many steps it came further, 0 when there
        is nothing to take in (or another process does it). Raises Unavailable."""
        writer = self._given()
        due = await self._due(most)
        steps = len(due.ids) + len(due.positions)
        if not steps:
            return 0

        async def unit(connection: AsyncConnection, _effects: Effects) -> None:
            await _write(connection, due)

        try:
            await writer.run(unit)
        except (_Overtaken, IntegrityError):
            return 0
        return steps

    async def rebuild(self) -> None:
        """Makes everything be taken in anew, from the first comment on. Until it is, a search is
        exact all the same, but slow. Raises Unavailable."""

        async def unit(connection: AsyncConnection, _effects: Effects) -> None:
            anew = update(search_state).values(round=search_state.c.round + 1, swept=0)
            await connection.execute(anew)

        await self._given().run(unit)

    def _given(self) -> Writer:
        if self._writer is None:
            raise Unavailable("read_only")
        return self._writer

    async def _due(self, most: int) -> _Round:
        async with self._reader.connection() as connection:
            marks = await read_marks(connection)
            due = _Round(marks, marks.swept)
            if marks.is_newer:
                return due
            # The log before the comments: what it names is there when they are read.
            for site_id, after in marks.behind:
                logged = await read_logged(connection, site_id, after, most * _LOGGED_FOR_EACH)
                due.ids |= {id_ for _, id_, stale in logged if stale and id_ <= marks.swept}
                due.positions[site_id] = logged[-1][0]
            swept = {"swept": marks.swept, "most": max(1, most - len(due.ids))}
            following = [row[0] for row in await connection.execute(_NEXT, swept)]
            due.ids |= set(following)
            due.swept = following[-1] if following else marks.swept
            if due.ids:
                ids = {"ids": sorted(due.ids)}
                texts = (await connection.execute(_TEXTS, ids)).all()
                found = (await connection.execute(_RULES, ids)).all()
        if due.ids:
            due.documents = await _documents(texts, found)
        return due


async def _documents(texts: Sequence[Cells], found: Sequence[Cells]) -> list[Cells]:
    rules: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for comment_id, number, rule in found:
        rules[comment_id, number].append(rule)
    made: list[Cells] = []
    for comment_id, site_id, number, text in texts:
        words = words_of_document(text, rules[comment_id, number])
        made.append((comment_id, site_id, number, words))
        if len(made) % _AT_A_TIME == 0:
            await asyncio.sleep(0)
    return made


async def _write(connection: AsyncConnection, due: _Round) -> None:
    """Raises _Overtaken, or IntegrityError for the first round of all, when another came first."""
    await _move(connection, due)
    if due.documents:
        await connection.execute(_FORGET, {"ids": [row[0] for row in due.documents]})
        await connection.run_sync(_DOCUMENTS.run, due.documents)
    if due.positions:
        await connection.execute(_FORGET_MARKS, {"sites": [*due.positions]})
        await connection.execute(insert(search_marks), _mark_rows(due.positions))


async def _move(connection: AsyncConnection, due: _Round) -> None:
    if due.marks.round is None:
        state = {"id": _STATE_ID, "version": VERSION, "round": 1, "swept": due.swept}
        await connection.execute(insert(search_state), state)
        return
    wanted = {"before": due.marks.round, "reached": due.swept}
    moved: CursorResult[object] = await connection.execute(_MOVE, wanted)
    if moved.rowcount != 1:
        raise _Overtaken


def _mark_rows(positions: Mapping[int, int]) -> Sequence[Values]:
    return [{"site_id": id_, "position": position} for id_, position in sorted(positions.items())]
