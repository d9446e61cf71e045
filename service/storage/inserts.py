"""Domain values as rows, and how many of them are inserted at once.

On the way of every post: the statements are compiled once, and rows are plain tuples in the order
of their table's columns, which spares SQLAlchemy's work on each value (a third of the whole cost).
"""

import json
from collections.abc import Sequence
from itertools import chain

from sqlalchemy import Connection, Table, insert

from service.domain.comment import Comment, Revision
from service.domain.decision import Decision
from service.domain.finding import Finding, Match
from service.domain.idempotency import IdempotencyRecord
from service.domain.import_problem import Problem
from service.storage.rows import Cells, Values, folded
from service.storage.tables import (
    comments,
    decisions,
    findings,
    idempotency_keys,
    import_problems,
    imported_comments,
    revisions,
)

_encode = json.JSONEncoder(separators=(",", ":")).encode


MOST_ROWS = 32
"""In one statement of SQLite's: far under its limit of variables, and few enough statements that it
keeps them all prepared."""


class Insert:
    """Inserts rows of a table: tuples of all its columns, JSON as text."""

    def __init__(self, table: Table) -> None:
        self.columns = tuple(column.name for column in table.columns)
        self._statement = insert(table)
        self._compiled: dict[str, str] = {}
        self._many: dict[int, str] = {}

    def run(self, connection: Connection, rows: Sequence[Cells]) -> None:
        """Inserts the rows, if there are any."""
        if not rows:
            return
        one = self._sql(connection)
        if connection.dialect.name != "sqlite":
            connection.exec_driver_sql(one, list(rows))
            return
        # Its driver would let go of the interpreter once a row, and wait to get it back.
        for start in range(0, len(rows), MOST_ROWS):
            some = rows[start : start + MOST_ROWS]
            cells = tuple(chain.from_iterable(some))
            connection.exec_driver_sql(self._for_many(one, len(some)), cells)

    def run_each(self, connection: Connection, rows: Sequence[Cells]) -> None:
        """The same for very many rows, a statement for each: of what a statement for several
        changes, SQLite first writes a copy, in case that it breaks off midway."""
        if rows:
            connection.exec_driver_sql(self._sql(connection), list(rows))

    def _for_many(self, one: str, count: int) -> str:
        known = self._many.get(count)
        if known is None:
            head, places = one.rsplit(" VALUES ", 1)
            known = self._many[count] = f"{head} VALUES {', '.join([places] * count)}"
        return known

    def _sql(self, connection: Connection) -> str:
        dialect = connection.dialect
        known = self._compiled.get(dialect.name)
        if known is None:
            known = str(self._statement.compile(dialect=dialect, column_keys=list(self.columns)))
            self._compiled[dialect.name] = known
        return known


COMMENTS = Insert(comments)
REVISIONS = Insert(revisions)
FINDINGS = Insert(findings)
DECISIONS = Insert(decisions)
KEYS = Insert(idempotency_keys)
IMPORTED = Insert(imported_comments)
IMPORT_PROBLEMS = Insert(import_problems)


def comment_row(comment: Comment) -> Cells:
    """The row of a new comment."""
    author, badge = comment.author, comment.badge
    is_public_root = comment.published is not None and comment.parent_id is None
    return (
        comment.id,
        comment.public_id,
        comment.site_id,
        comment.thread_id,
        comment.parent_id,
        comment.root_id,
        author.name,
        author.email,
        author.website,
        folded(author.name),
        folded(author.email),
        comment.identity_id,
        comment.network,
        comment.status.value,
        comment.version,
        comment.current,
        comment.published,
        comment.language,
        comment.token_hash,
        comment.created_at,
        comment.edited_at,
        comment.credit,
        0,
        0,
        int(is_public_root),
        None,
        comment.cluster,
        comment.suspicion,
        0,
        None if badge is None else badge.word.value,
        None if badge is None else badge.account,
    )


def revision_row(comment: Comment, revision: Revision) -> Cells:
    """The row of a comment's revision."""
    return (
        comment.site_id,
        comment.id,
        revision.number,
        revision.text,
        revision.fingerprint,
        revision.rule_set,
        revision.verdict,
        revision.score,
        None,
        _encode(revision.context),
        revision.created_at,
        None,
        None,
        None if revision.shadow is None else _encode(revision.shadow),
        revision.source,
        revision.form,
    )


def finding_rows(comment: Comment, number: int, found: Sequence[Finding]) -> list[Cells]:
    """The rows of a revision's findings, in their order."""
    return [
        (
            comment.site_id,
            comment.id,
            number,
            place,
            finding.rule,
            finding.version,
            finding.outcome.value,
            finding.weight,
            _encode(finding.params) if finding.params else "{}",
            _matches(finding.matches),
            finding.shadow,
            finding.failed,
            finding.microseconds,
        )
        for place, finding in enumerate(found)
    ]


def _matches(matches: Sequence[Match]) -> str:
    if not matches:
        return "[]"
    return _encode([[match.field, match.start, match.end, match.text] for match in matches])


def decision_row(decision: Decision, id_: int, position: int) -> Cells:
    """The row of a decision that has its place in the log."""
    before, after = decision.before, decision.after
    return (
        id_,
        decision.site_id,
        position,
        decision.public_id,
        decision.comment,
        decision.revision,
        decision.actor.kind.value,
        decision.actor.id,
        decision.actor.name,
        decision.action.value,
        before.status.value if before else None,
        before.published if before else None,
        after.status.value,
        after.published,
        decision.version,
        decision.at,
        decision.reason,
        decision.note,
        decision.undoes,
        decision.bulk,
        decision.previous,
        decision.hash,
        decision.to_author,
    )


def key_row(site_id: int, record: IdempotencyRecord) -> Cells:
    """The row of an idempotency key."""
    return (site_id, record.key, record.request_hash, record.comment, record.created_at)


def imported_row(values: Values) -> Cells:
    """The row that keeps by what name a source knew a comment."""
    cells = {**values, "said": _encode(values["said"])}
    return tuple(cells[name] for name in IMPORTED.columns)


def problem_row(run: str, place: int, problem: Problem) -> Cells:
    """The row of an import's report."""
    where = problem.place
    return (
        run,
        place,
        problem.reason.value,
        problem.outcome.value,
        where.file,
        where.line,
        where.offset,
        problem.about,
        problem.excerpt,
    )
