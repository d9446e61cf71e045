"""What a unit of work may do for an import: `domain.imported.ImportWrites`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.comment import Comment, Status
from service.domain.decision import Standing
from service.domain.import_problem import Problem
from service.domain.imported import Known, Order, Outline, Planned, PlannedComment, PlannedThread
from service.domain.neutral import ExternalId
from service.domain.site import Site
from service.storage import import_rows
from service.storage.effects import Effects
from service.storage.ids import Ids
from service.storage.import_ids import FreeIds
from service.storage.import_threads import add_threads, thread_ids_of
from service.storage.import_undo import join_orphans, take_back
from service.storage.imports import (
    KNOWN,
    TWINS,
    alone,
    by_source,
    known_of,
    of_source,
    twins_of,
    twins_wanted,
)
from service.storage.inserts import (
    COMMENTS,
    DECISIONS,
    IMPORT_PROBLEMS,
    IMPORTED,
    REVISIONS,
    imported_row,
    problem_row,
    revision_row,
)
from service.storage.log import LogEnds
from service.storage.rows import COMMENT, Cells, comment_of
from service.storage.tables import (
    comments,
    imported_comments,
    revisions,
)

_BY_EXTERNAL = of_source(
    select(imported_comments.c.external_id, *COMMENT).join(
        comments, comments.c.id == imported_comments.c.comment_id
    )
)
_GROW = (
    update(comments)
    .where(comments.c.id == bindparam("root"))
    .values(branch=comments.c.branch + bindparam("more"))
)


@dataclass(slots=True)
class _Rows:
    comments: list[Cells] = field(default_factory=list)
    revisions: list[Cells] = field(default_factory=list)
    imported: list[Cells] = field(default_factory=list)
    grown: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    revived: list[tuple[Comment, PlannedComment]] = field(default_factory=list)


class SqlImportWrites:
    """One unit's view of imports."""

    def __init__(
        self, connection: AsyncConnection, ids: Ids, log: LogEnds, effects: Effects
    ) -> None:
        self._connection = connection
        self._ids = ids
        self._log = log
        self._effects = effects

    async def known(
        self, site_id: int, comments: Sequence[Outline], run: str
    ) -> Mapping[ExternalId, Known]:
        """Those of the comments that were imported before, or whose twin was, the site's log
        locked."""
        return await self._connection.run_sync(self._known, site_id, comments, run)

    async def add(
        self,
        site: Site,
        order: Order,
        planned: Sequence[Planned],
        known: Mapping[ExternalId, Known],
    ) -> None:
        """Makes threads, and comments that are not known or whose run was undone."""
        pages = [each for each in planned if isinstance(each, PlannedThread)]
        said = [each for each in planned if isinstance(each, PlannedComment)]
        await self._lock(site.id)
        await self._connection.run_sync(add_threads, self._ids, site, order, pages, self._effects)
        await self._connection.run_sync(self._add_comments, site, order, said, known)

    async def add_problems(self, run: str, rows: Sequence[tuple[int, Problem]]) -> None:
        """Keeps rows of the report."""
        if rows:
            cells = [problem_row(run, place, problem) for place, problem in rows]
            await self._connection.run_sync(IMPORT_PROBLEMS.run_each, cells)

    async def join_orphans(self, site_id: int, run: str) -> int:
        """Puts comments below the parents that came with this run."""
        await self._lock(site_id)
        return await self._connection.run_sync(join_orphans, site_id, run, self._effects)

    async def take_back(
        self, site_id: int, run: str, after: int, most: int, at: int
    ) -> tuple[int, int, int]:
        """Undoes a run's comments that nobody touched."""
        await self._lock(site_id)
        return await self._connection.run_sync(
            take_back, self._log, (site_id, run, after, most, at), self._effects
        )

    async def _lock(self, site_id: int) -> None:
        await self._connection.run_sync(lambda _: self._log.lock([site_id]))

    def _known(
        self, connection: Connection, site_id: int, wanted: Sequence[Outline], run: str
    ) -> Mapping[ExternalId, Known]:
        self._log.lock([site_id])
        found: dict[ExternalId, Known] = {}
        for some in by_source(site_id, [each.external for each in wanted]):
            found |= known_of(some, connection.execute(KNOWN, some))
        lone = alone(wanted, found)
        twins = twins_wanted(site_id, lone, run)
        return found | twins_of(lone, connection.execute(TWINS, twins) if lone else ())

    def _add_comments(
        self,
        connection: Connection,
        site: Site,
        order: Order,
        said: Sequence[PlannedComment],
        known: Mapping[ExternalId, Known],
    ) -> None:
        wanted = {each.record.external for each in said} | {each.parent for each in said}
        wanted |= {each.external for each in known.values()}
        here = _comments(connection, site.id, [each for each in wanted if each is not None])
        pages = thread_ids_of(connection, site.id, sorted({each.thread for each in said}))
        free = FreeIds(connection, order, said)
        rows = _Rows()
        for place, planned in enumerate(said):
            external = planned.record.external
            before = known.get(external)
            if before is not None and before.external != external:
                twin = here[before.external]
                if external not in here:  # Else it has a blank comment, of an undone run.
                    values = import_rows.imported_values(
                        planned, site.id, order.run, twin.id, twin.version, merged=True
                    )
                    rows.imported.append(imported_row(values))
                here[external] = twin
                continue
            if before is not None and not before.undone:
                continue
            if planned.aside:
                values = import_rows.imported_values(planned, site.id, order.run, None, 0)
                rows.imported.append(imported_row(values))
            elif before is not None and external in here:
                rows.revived.append((here[external], planned))
            else:
                above = None if planned.parent is None else here.get(planned.parent)
                here[external] = self._new(
                    planned, site, order, free.take(place), pages[planned.thread], above, rows
                )
        self._write(connection, rows)
        for comment, planned in rows.revived:
            self._revive(connection, comment, planned, site, order)
        self._effects.logged += self._log.flush(DECISIONS.run_each)

    def _new(
        self,
        planned: PlannedComment,
        site: Site,
        order: Order,
        id_: int,
        thread_id: int,
        above: Comment | None,
        rows: _Rows,
    ) -> Comment:
        if above is not None:
            thread_id = above.thread_id
        credit = import_rows.CREDITS.get(planned.status, 0) if order.teaches else 0
        comment = import_rows.new_comment(planned, site, id_, thread_id, above, credit)
        rows.comments.append(import_rows.comment_cells(comment, planned))
        rows.revisions.append(revision_row(comment, import_rows.revision(planned)))
        values = import_rows.imported_values(planned, site.id, order.run, id_, 1)
        rows.imported.append(imported_row(values))
        self._log.append(import_rows.decision(comment, planned, order, None))
        if comment.published is not None:
            self._effects.threads.add(thread_id)
            if above is not None:
                rows.grown[comment.root_id] += 1
        return comment

    def _write(self, connection: Connection, rows: _Rows) -> None:
        COMMENTS.run_each(connection, rows.comments)
        REVISIONS.run_each(connection, rows.revisions)
        IMPORTED.run_each(connection, rows.imported)
        if rows.grown:
            grown = [{"root": id_, "more": more} for id_, more in rows.grown.items()]
            connection.execute(_GROW, grown)

    def _revive(
        self,
        connection: Connection,
        shell: Comment,
        planned: PlannedComment,
        site: Site,
        order: Order,
    ) -> None:
        """Fills a comment again that was left blank by an undone run."""
        stands = import_rows.standing(planned)
        credit = import_rows.CREDITS.get(planned.status, 0) if order.teaches else 0
        filled = replace(
            import_rows.new_comment(planned, site, shell.id, shell.thread_id, None, credit),
            public_id=shell.public_id,
        )
        values = {
            **import_rows.changed_values(filled, planned),
            "status": stands.status.value,
            "published": stands.published,
            "version": shell.version + 1,
            "credit": credit,
            "removed_by": None if stands.published is not None else "moderator",
        }
        connection.execute(update(comments).where(comments.c.id == shell.id).values(values))
        text = import_rows.revision(planned)
        connection.execute(
            update(revisions)
            .where(revisions.c.comment_id == shell.id, revisions.c.number == 1)
            .values(text=text.text, source=text.source, form=text.form, html=None)
        )
        kept = import_rows.imported_values(planned, site.id, order.run, shell.id, shell.version + 1)
        is_it = imported_comments.c.comment_id == shell.id
        connection.execute(update(imported_comments).where(is_it).values(kept))
        before = Standing(Status.DELETED, None)
        self._log.append(import_rows.decision(shell, planned, order, before))
        if stands.published is not None:
            connection.execute(_GROW, {"root": shell.root_id, "more": 1})
            self._effects.threads.add(shell.thread_id)


def _comments(
    connection: Connection, site_id: int, wanted: Sequence[ExternalId]
) -> dict[ExternalId, Comment]:
    found = {}
    for some in by_source(site_id, wanted):
        for row in connection.execute(_BY_EXTERNAL, some):
            found[ExternalId(some["source"], some["instance"], row[0])] = comment_of(row[1:])
    return found
