"""Reading what is kept of imports."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select

from service.domain.comment import Status
from service.domain.import_problem import Outcome, Place, Problem, Reason
from service.domain.imported import Known
from service.domain.neutral import ExternalId
from service.storage.reading import Reader
from service.storage.rows import Cells, Values
from service.storage.tables import (
    comments,
    import_problems,
    imported_comments,
    imported_threads,
    thread_aliases,
    threads,
)

_SOME = 500


def of_source(table: Select[Any]) -> Select[Any]:
    """The statement for rows of `imported_comments` of one source, by their ids."""
    columns = imported_comments.c
    return table.where(
        columns.site_id == bindparam("site"),
        columns.source == bindparam("source"),
        columns.instance == bindparam("instance"),
        columns.external_id.in_(bindparam("ids", expanding=True)),
    )


KNOWN = of_source(
    select(
        imported_comments.c.external_id,
        imported_comments.c.digest,
        imported_comments.c.undone,
        imported_comments.c.version,
        comments.c.version,
        comments.c.status,
    ).outerjoin(comments, comments.c.id == imported_comments.c.comment_id)
)
_PARENTS = of_source(
    select(imported_comments.c.external_id, threads.c.key)
    .join(comments, comments.c.id == imported_comments.c.comment_id)
    .join(threads, threads.c.id == comments.c.thread_id)
    .where(imported_comments.c.undone.is_(False))
)
_THREADS = select(imported_threads.c.external_id, threads.c.key).where(
    imported_threads.c.site_id == bindparam("site"),
    imported_threads.c.source == bindparam("source"),
    imported_threads.c.instance == bindparam("instance"),
    imported_threads.c.external_id.in_(bindparam("ids", expanding=True)),
    thread_aliases.c.site_id == imported_threads.c.site_id,
    thread_aliases.c.key == imported_threads.c.key,
    threads.c.id == thread_aliases.c.thread_id,
)
_KEYS = select(thread_aliases.c.key).where(
    thread_aliases.c.site_id == bindparam("site"),
    thread_aliases.c.key.in_(bindparam("keys", expanding=True)),
)
_PROBLEMS = (
    select(import_problems)
    .where(import_problems.c.run == bindparam("run"), import_problems.c.place > bindparam("after"))
    .order_by(import_problems.c.place)
    .limit(bindparam("most"))
)
_ANCHORED = (
    select(comments.c.public_id, threads.c.key)
    .join(imported_comments, imported_comments.c.comment_id == comments.c.id)
    .join(threads, threads.c.id == comments.c.thread_id)
    .where(
        imported_comments.c.site_id == bindparam("site"),
        imported_comments.c.anchor == bindparam("anchor"),
        and_(comments.c.published.isnot(None), or_(imported_comments.c.undone.is_(False))),
    )
    .order_by(comments.c.id)
    .limit(50)
)


class SqlImports:
    """`domain.imported.Imports`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def thread_keys(
        self, site_id: int, threads: Sequence[ExternalId]
    ) -> Mapping[ExternalId, str]:
        """The keys of those threads that were imported before."""
        return await self._keys(_THREADS, site_id, threads)

    async def parent_threads(
        self, site_id: int, comments: Sequence[ExternalId]
    ) -> Mapping[ExternalId, str]:
        """The keys of the threads of those comments that are here."""
        return await self._keys(_PARENTS, site_id, comments)

    async def existing_keys(self, site_id: int, keys: Sequence[str]) -> Sequence[str]:
        """Those of the keys that lead to a thread already."""
        found: list[str] = []
        for start in range(0, len(keys), _SOME):
            wanted = {"site": site_id, "keys": list(keys[start : start + _SOME])}
            found.extend(row[0] for row in await self._reader.all(_KEYS, wanted))
        return found

    async def known(
        self, site_id: int, comments: Sequence[ExternalId]
    ) -> Mapping[ExternalId, Known]:
        """Those of the comments that were imported before."""
        found: dict[ExternalId, Known] = {}
        for wanted in by_source(site_id, comments):
            found |= known_of(wanted, await self._reader.all(KNOWN, wanted))
        return found

    async def problems(self, run: str, after: int, most: int) -> Sequence[tuple[int, Problem]]:
        """The next rows of a run's report."""
        wanted = {"run": run, "after": after, "most": most}
        return [_problem_of(row) for row in await self._reader.all(_PROBLEMS, wanted)]

    async def comment_at(self, site_id: int, anchor: str) -> Sequence[tuple[str, str]]:
        """The public ids of the comments that old links name so, and the keys of their pages."""
        rows = await self._reader.all(_ANCHORED, {"site": site_id, "anchor": anchor})
        return [(row[0], row[1]) for row in rows]

    async def _keys(
        self,
        statement: Select[Any],
        site_id: int,
        wanted: Sequence[ExternalId],
    ) -> Mapping[ExternalId, str]:
        found: dict[ExternalId, str] = {}
        for some in by_source(site_id, wanted):
            for id_, key in await self._reader.all(statement, some):
                found[ExternalId(some["source"], some["instance"], id_)] = key
        return found


def by_source(site_id: int, wanted: Iterable[ExternalId]) -> Iterator[Values]:
    """The ids as the parameters of statements, some of one source at a time."""
    ids: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for external in wanted:
        ids[external.source, external.instance].append(external.id)
    for (source, instance), all_ids in ids.items():
        for start in range(0, len(all_ids), _SOME):
            yield {
                "site": site_id,
                "source": source,
                "instance": instance,
                "ids": all_ids[start : start + _SOME],
            }


def known_of(wanted: Values, rows: Iterable[Cells]) -> dict[ExternalId, Known]:
    """What rows of KNOWN say."""
    found = {}
    for id_, digest, undone, left_at, version, status in rows:
        external = ExternalId(wanted["source"], wanted["instance"], id_)
        touched = version is not None and version != left_at
        gone = touched and status == Status.DELETED.value
        found[external] = Known(external, digest, touched, gone, undone)
    return found


def _problem_of(cells: Cells) -> tuple[int, Problem]:
    _, place, reason, outcome, file, line, offset, about, excerpt = cells
    where = Place(file, line, offset)
    return place, Problem(Reason(reason), Outcome(outcome), where, about, excerpt)
