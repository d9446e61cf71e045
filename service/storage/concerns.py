"""Readers' reports and authors' appeals: kept, read, and settled by decisions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.comment import Comment, Status
from service.domain.concern import Appeal, AppealState, Concern, Report, ReportReason
from service.domain.decision import Action, ActorKind, Decision
from service.storage.ids import Ids
from service.storage.reading import Reader
from service.storage.rows import DECISION, Cells, columns, decision_of
from service.storage.tables import appeals, decisions, reports
from service.storage.tables.columns import ID

_REPORT = columns(
    reports, "site_id comment_id revision reason text network area proof at settled_by"
)
_APPEAL = columns(appeals, "site_id comment_id text at state answer settled_by")
_THESE = bindparam("these", type_=ID, expanding=True)

_REPORTS = select(*_REPORT).where(reports.c.comment_id == bindparam("comment"))
_OPEN_REPORTS = (
    select(*_REPORT)
    .where(reports.c.comment_id.in_(_THESE), reports.c.settled_by.is_(None))
    .order_by(reports.c.id.desc())
)
_APPEALS = (
    select(*_APPEAL, *DECISION)
    .join(decisions, decisions.c.public_id == appeals.c.against)
    .where(appeals.c.comment_id.in_(_THESE))
)
_REPORTED = select(reports.c.comment_id).where(reports.c.comment_id.in_(_THESE)).distinct()
_APPEALED = select(appeals.c.comment_id).where(appeals.c.comment_id.in_(_THESE))

_WAS = select(decisions.c.action).where(decisions.c.public_id == bindparam("undone"))
_REOPEN_REPORTS = (
    update(reports)
    .where(reports.c.comment_id == bindparam("comment"), reports.c.settled_by == bindparam("by"))
    .values(settled_by=None)
)
_SETTLE_REPORTS = (
    update(reports)
    .where(reports.c.comment_id == bindparam("comment"), reports.c.settled_by.is_(None))
    .values(settled_by=bindparam("by"))
)
_REOPEN_APPEAL = (
    update(appeals)
    .where(appeals.c.comment_id == bindparam("comment"), appeals.c.settled_by == bindparam("by"))
    .values(settled_by=None, state=AppealState.OPEN.value, answer=None)
)
_SETTLE_APPEAL = (
    update(appeals)
    .where(appeals.c.comment_id == bindparam("comment"), appeals.c.settled_by.is_(None))
    .values(settled_by=bindparam("by"), state=bindparam("to"))
)
_TELL_AUTHOR = (
    update(appeals)
    .where(appeals.c.comment_id == bindparam("comment"))
    .values(answer=bindparam("said"))
)


class SqlConcerns:
    """`domain.concern_ports.Concerns`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def appeal(self, comment_id: int) -> Appeal | None:
        """The appeal of a comment's author."""
        row = await self._reader.first(_APPEALS, {"these": [comment_id]})
        return None if row is None else _appeal_of(row)


class SqlConcernWrites:
    """`domain.concern_ports.ConcernWrites` on the writing connection."""

    def __init__(self, connection: AsyncConnection, ids: Ids) -> None:
        self._connection = connection
        self._ids = ids

    async def reports(self, comment_id: int) -> Sequence[Report]:
        """All reports of a comment, oldest first."""
        statement = _REPORTS.order_by(reports.c.id)
        rows = await self._connection.execute(statement, {"comment": comment_id})
        return [_report_of(row) for row in rows]

    async def add_report(self, report: Report) -> None:
        """Adds a report."""
        row = {column.name: getattr(report, column.name) for column in _REPORT}
        row |= {"id": self._ids.next(), "reason": report.reason.value}
        await self._connection.execute(insert(reports), row)

    async def appeals(self, comment_ids: Sequence[int]) -> Sequence[Appeal]:
        """The appeals of these comments' authors."""
        rows = await self._connection.execute(_APPEALS, {"these": comment_ids})
        return [_appeal_of(row) for row in rows]

    async def add_appeal(self, appeal: Appeal) -> None:
        """Adds an appeal."""
        row = {column.name: getattr(appeal, column.name) for column in _APPEAL}
        row |= {"id": self._ids.next(), "against": appeal.against.public_id}
        await self._connection.execute(insert(appeals), row | {"state": appeal.state.value})

    async def tell_author(self, comment_id: int, answer: str) -> None:
        """Keeps what the author is told with the answer to his appeal."""
        await self._connection.execute(_TELL_AUTHOR, {"comment": comment_id, "said": answer})


def concerned(only: Concern, site_ids: tuple[int, ...] | None) -> Any:
    """The ids of the comments, on these sites, that there are open reports or an open appeal of."""
    table = reports if only is Concern.REPORTED else appeals
    found = select(table.c.comment_id).where(table.c.settled_by.is_(None))
    return found if site_ids is None else found.where(one_of(table.c.site_id, site_ids))


def one_of(column: ColumnElement[int], values: tuple[int, ...]) -> ColumnElement[bool]:
    """Whether the column has one of the values, said so that an index of it is walked in order."""
    return column == values[0] if len(values) == 1 else column.in_(values)


async def read_concerns(
    connection: AsyncConnection, comment_ids: Sequence[int]
) -> tuple[Mapping[int, Sequence[Report]], Mapping[int, Appeal]]:
    """The open reports of these comments, newest first, and their appeals, by comment."""
    wanted = {"these": comment_ids}
    found: defaultdict[int, list[Report]] = defaultdict(list)
    for row in await connection.execute(_OPEN_REPORTS, wanted):
        found[row.comment_id].append(_report_of(row))
    rows = (await connection.execute(_APPEALS, wanted)).all()
    return found, {row[1]: _appeal_of(row) for row in rows}


def settle_concerns(connection: Connection, made: Sequence[tuple[Comment, Decision]]) -> None:
    """Settles the reports and appeals that the decisions deal with, and opens again those that
    were dealt with by what they undo. The rules settle nothing."""
    acts = [each for each in made if each[1].actor.kind is not ActorKind.RULES]
    wanted = {"these": [comment.id for comment, _ in acts]}
    if not acts:
        return
    reported = set(connection.scalars(_REPORTED, wanted))
    appealed = set(connection.scalars(_APPEALED, wanted))
    for comment, decision in acts:
        if comment.id in reported:
            _settle_reports(connection, comment, decision)
        if comment.id in appealed:
            _settle_appeal(connection, comment, decision)


def _settle_reports(connection: Connection, comment: Comment, decision: Decision) -> None:
    here = {"comment": comment.id}
    if decision.action is Action.UNDO:
        again = connection.execute(_REOPEN_REPORTS, {**here, "by": decision.undoes})
        undone = connection.scalar(_WAS, {"undone": decision.undoes})
        # Taking back the rules' hold, or an undo that had opened them, deals with them.
        if again.rowcount or undone not in (Action.HOLD.value, Action.UNDO.value):
            return
    if decision.action is Action.REJECT and decision.after.status is Status.APPROVED:
        return  # an edit alone was refused; what was reported is still there
    connection.execute(_SETTLE_REPORTS, {**here, "by": decision.public_id})


def _settle_appeal(connection: Connection, comment: Comment, decision: Decision) -> None:
    here = {"comment": comment.id}
    is_back = decision.after.status in (Status.PENDING, Status.APPROVED)
    if decision.action is Action.UNDO:
        again = connection.execute(_REOPEN_APPEAL, {**here, "by": decision.undoes})
        if again.rowcount or not is_back:
            return
    state = AppealState.GRANTED if is_back else AppealState.DENIED
    if decision.action is Action.WITHDRAW:
        state = AppealState.DROPPED
    settled = {**here, "by": decision.public_id, "to": state.value}
    connection.execute(_SETTLE_APPEAL, settled)


def _report_of(cells: Cells) -> Report:
    site, comment, revision, reason, *rest = cells
    return Report(site, comment, revision, ReportReason(reason), *rest)


def _appeal_of(cells: Cells) -> Appeal:
    site, comment, said, at, state, answer, settled_by = cells[: len(_APPEAL)]
    against = decision_of(cells[len(_APPEAL) :])
    return Appeal(site, comment, against, said, at, AppealState(state), answer, settled_by)
