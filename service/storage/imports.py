"""Reading what is kept of imports."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select

from service.domain.comment import Status
from service.domain.import_problem import Outcome, Place, Problem, Reason
from service.domain.imported import Known, Lookalike, Outline
from service.domain.neutral import ExternalId
from service.storage.reading import Reader
from service.storage.rows import Cells, Values
from service.storage.tables import (
    came_as,
    comments,
    import_problems,
    imported_comments,
    imported_threads,
    revisions,
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
TWINS = (
    select(
        imported_comments.c.twin,
        thread_aliases.c.key,
        imported_comments.c.source,
        imported_comments.c.instance,
        imported_comments.c.external_id,
        imported_comments.c.digest,
        imported_comments.c.version,
        comments.c.version,
        comments.c.status,
    )
    .join(comments, comments.c.id == imported_comments.c.comment_id)
    .join(thread_aliases, thread_aliases.c.thread_id == comments.c.thread_id)
    .where(
        imported_comments.c.site_id == bindparam("site"),
        imported_comments.c.twin.in_(bindparam("twins", expanding=True)),
        imported_comments.c.undone.is_(False),
        imported_comments.c.merged.is_(False),
        imported_comments.c.run + "" != bindparam("run"),
        thread_aliases.c.site_id == bindparam("site"),
        thread_aliases.c.key.in_(bindparam("keys", expanding=True)),
    )
    .order_by(comments.c.id.desc())
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
_ON_PAGES = (
    select(
        thread_aliases.c.key,
        imported_comments.c.source,
        imported_comments.c.instance,
        comments.c.name,
        comments.c.created_at,
        revisions.c.text,
    )
    .join(comments, comments.c.thread_id == thread_aliases.c.thread_id)
    .join(
        revisions,
        and_(revisions.c.comment_id == comments.c.id, revisions.c.number == comments.c.current),
    )
    .outerjoin(imported_comments, came_as)
    .where(
        thread_aliases.c.site_id == bindparam("site"),
        thread_aliases.c.key.in_(bindparam("keys", expanding=True)),
        comments.c.created_at.between(bindparam("first"), bindparam("last")),
        comments.c.status != Status.DELETED.value,
    )
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

    async def known(self, site_id: int, comments: Sequence[Outline]) -> Mapping[ExternalId, Known]:
        """Those of the comments that were imported before, or whose twin was."""
        found: dict[ExternalId, Known] = {}
        for wanted in by_source(site_id, [each.external for each in comments]):
            found |= known_of(wanted, await self._reader.all(KNOWN, wanted))
        lone = alone(comments, found)
        wanted = twins_wanted(site_id, lone, "")
        return found | twins_of(lone, await self._reader.all(TWINS, wanted) if lone else ())

    async def on_pages(
        self, site_id: int, keys: Sequence[str], between: tuple[int, int]
    ) -> Sequence[Lookalike]:
        """What was written on the pages between two times."""
        wanted = {"site": site_id, "keys": list(keys), "first": between[0], "last": between[1]}
        return [
            Lookalike(key, source and (source, instance), name, at, text)
            for key, source, instance, name, at, text in await self._reader.all(_ON_PAGES, wanted)
        ]

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


def alone(comments: Iterable[Outline], known: Mapping[ExternalId, Known]) -> list[Outline]:
    """Those that are not here under their own name and may have a twin that is."""
    return [
        each
        for each in comments
        if each.twin is not None
        and not each.aside
        and (each.external not in known or known[each.external].undone)
    ]


def twins_wanted(site_id: int, lone: Iterable[Outline], run: str) -> Values:
    """The parameters of TWINS."""
    twins, keys = {each.twin for each in lone}, {each.thread for each in lone}
    return {"site": site_id, "run": run, "twins": sorted(filter(None, twins)), "keys": sorted(keys)}


def twins_of(lone: Iterable[Outline], rows: Iterable[Cells]) -> dict[ExternalId, Known]:
    """What rows of TWINS say: of each its twin from another system, on the same page."""
    found: defaultdict[tuple[str, str], list[Known]] = defaultdict(list)
    for twin, key, source, instance, id_, digest, left_at, version, status in rows:
        external, touched = ExternalId(source, instance, id_), version != left_at
        gone = touched and status == Status.DELETED.value
        found[twin, key].append(Known(external, digest, touched, gone, undone=False))
    return {
        each.external: known
        for each in lone
        for known in found[each.twin or "", each.thread]
        if known.external.source != each.external.source
    }


def _problem_of(cells: Cells) -> tuple[int, Problem]:
    _, place, reason, outcome, file, line, offset, about, excerpt = cells
    where = Place(file, line, offset)
    return place, Problem(Reason(reason), Outcome(outcome), where, about, excerpt)
