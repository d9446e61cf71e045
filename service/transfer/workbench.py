"""Where an import lies while it is read and linked: a file of its own, in SQLite, that is gone
afterwards. Implements `domain.imported.Bench`."""

import json
import sqlite3
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from service.domain.import_problem import Outcome, Problem, Reason
from service.domain.imported import Outline, Planned, PlannedThread
from service.domain.neutral import (
    ExternalId,
    Kind,
    NeutralComment,
    NeutralThread,
    Record,
)
from service.domain.neutral_json import comment_values, thread_values, written
from service.domain.site import Site
from service.transfer.bench_rows import CUT, SCHEMA, alone, problem_of, storable
from service.transfer.cleaning import Remarks, clean_comment, clean_thread
from service.transfer.planning import planned_comment, planned_thread
from service.transfer.problem_values import shown_problem
from service.transfer.twins import twin_of

SAMPLES = 20


class Workbench:
    """Use as a context. `hosts` count as the site's own for this import; it lies in `folder`."""

    def __init__(
        self,
        site: Site,
        *,
        hosts: tuple[str, ...] = (),
        as_pending: bool = False,
        folder: Path | None = None,
    ) -> None:
        self.site, self.hosts = site, hosts
        self._as_pending = as_pending
        self._folder = tempfile.TemporaryDirectory(
            prefix="reactie-bench-", dir=folder, ignore_cleanup_errors=True
        )
        # Threads take turns: the reading one, then the one that links.
        self.rows = sqlite3.connect(
            Path(self._folder.name, "bench"), isolation_level=None, check_same_thread=False
        )
        self.rows.executescript(SCHEMA)
        # Where a system allows it the name goes at once: a run that is killed leaves nothing.
        self._folder.cleanup()
        self.rows.execute("BEGIN")
        self._reasons: Counter[str] = Counter()
        self._outcomes: Counter[str] = Counter()
        self._samples: dict[str, list[dict[str, Any]]] = {}
        self._pages = 0
        self.records = 0
        self.lock = threading.RLock()
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._is_closed = True
        self.rows.interrupt()  # whoever broke it off does not wait for what a thread is at
        with self.lock:
            self.rows.close()
        self._folder.cleanup()

    def take(self, records: Iterable[Record], now: int) -> Iterable[int]:
        """Takes the records in; yields the count now and then. It ends when the bench is closed
        meanwhile."""
        for number, record in enumerate(records, 1):
            with self.lock:
                if self._is_closed:
                    return
                self._take(record, now)
            if number % 500 == 0:
                yield number

    def _take(self, record: Record, now: int) -> None:
        if isinstance(record, Problem):
            self.records += record.outcome in (Outcome.SKIPPED, Outcome.MERGED)
            self.say(record)
        elif isinstance(record, NeutralThread):
            self._take_thread(*clean_thread(record))
        else:
            self._take_comment(*clean_comment(record, now, as_pending=self._as_pending))

    @alone
    def say(self, problem: Problem) -> None:
        """Adds a row to the report."""
        reason, place = problem.reason.value, problem.place
        self._reasons[reason] += 1
        self._outcomes[problem.outcome.value] += 1
        samples = self._samples.setdefault(reason, [])
        if len(samples) < SAMPLES:
            samples.append(shown_problem(problem))
        self.rows.execute(
            "INSERT INTO problems VALUES (NULL,?,?,?,?,?,?,?)",
            (
                reason,
                problem.outcome.value,
                storable(place.file),
                place.line,
                place.offset,
                None if problem.about is None else storable(problem.about),
                storable(problem.excerpt),
            ),
        )

    @alone
    def unknown_threads(self) -> Sequence[ExternalId]:
        """Threads that comments name and nobody told of."""
        rows = self.rows.execute(
            "SELECT DISTINCT source, instance, thread FROM comments c WHERE NOT EXISTS (SELECT 1"
            " FROM threads t WHERE (t.source, t.instance, t.id) = (c.source, c.instance, c.thread))"
        )
        return [ExternalId(*row) for row in rows]

    @alone
    def adopt_threads(self, known: Mapping[ExternalId, str]) -> None:
        """Those of them that are here, by their keys."""
        values = [(each.source, each.instance, each.id, key) for each, key in known.items()]
        self.rows.executemany("INSERT INTO known_threads VALUES (?,?,?,?)", values)

    @alone
    def unknown_parents(self) -> Sequence[ExternalId]:
        """Parents that are not in it."""
        rows = self.rows.execute(
            "SELECT DISTINCT parent_source, parent_instance, parent FROM comments c WHERE parent"
            " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM comments p WHERE"
            " (p.source, p.instance, p.id) = (c.parent_source, c.parent_instance, c.parent))"
        )
        return [ExternalId(*row) for row in rows]

    @alone
    def adopt_parents(self, known: Mapping[ExternalId, str]) -> None:
        """Those of them that are here, with the keys of their threads."""
        values = [(each.source, each.instance, each.id, key) for each, key in known.items()]
        self.rows.executemany("INSERT INTO known_parents VALUES (?,?,?,?)", values)

    @alone
    def link(self) -> None:
        """Finds each comment its thread and parent."""
        from service.transfer.linking import link_comments  # noqa: PLC0415 -- they need each other
        from service.transfer.linking_pages import link_pages  # noqa: PLC0415

        link_pages(self)
        link_comments(self)
        self._pages = self._one("SELECT count(*) FROM pages")

    @alone
    def count(self) -> int:
        """How many threads and comments it would make."""
        return self._pages + self._one("SELECT count(*) FROM places")

    @alone
    def outlined(self, after: int, most: int) -> Sequence[Outline]:
        """The comments among what `planned` gives, in short."""
        rows = self.rows.execute(
            "SELECT c.source, c.instance, c.id, c.aside, c.digest, c.key, c.twin, c.author,"
            " c.created FROM places p JOIN comments c ON c.n = p.n"
            " WHERE p.place > ? ORDER BY p.place LIMIT ?",
            (after, most),
        )
        return [Outline(ExternalId(*row[:3]), bool(row[3]), *row[4:]) for row in rows]

    @alone
    def pages(self, after: int, most: int) -> Sequence[PlannedThread]:
        """The next pages after so many."""
        rows = self.rows.execute(
            "SELECT said FROM pages WHERE place > ? ORDER BY place LIMIT ?", (after, most)
        )
        return [planned_thread(json.loads(row[0])) for row in rows]

    @alone
    def planned(self, after: int, most: int) -> Sequence[Planned]:
        """The next ones: threads first, then each comment after its parent."""
        if after < self._pages:
            return self.pages(after, most)
        rows = self.rows.execute(
            "SELECT s.said, c.key, c.aside, c.above IS NOT NULL OR c.known_parent, c.orphan,"
            " c.digest, p.reached FROM places p JOIN comments c ON c.n = p.n JOIN said s"
            " ON s.n = p.n"
            " WHERE p.place > ? ORDER BY p.place LIMIT ?",
            (after - self._pages, most),
        )
        return [planned_comment(json.loads(said), *rest) for said, *rest in rows]

    @alone
    def problems(self, after: int, most: int) -> Sequence[tuple[int, Problem]]:
        """The next rows of the report."""
        rows = self.rows.execute(
            "SELECT * FROM problems WHERE n > ? ORDER BY n LIMIT ?", (after, most)
        )
        return [problem_of(*row) for row in rows]

    @alone
    def report(self) -> dict[str, Any]:
        """Counts of what was read, and of problems by reason with the first of each."""
        return {
            "records": self.records,
            "comments": self._one("SELECT count(*) FROM comments"),
            "by_status": dict(
                self.rows.execute("SELECT status, count(*) FROM comments GROUP BY 1")
            ),
            "skipped": self._outcomes[Outcome.SKIPPED.value],
            "merged": self._outcomes[Outcome.MERGED.value],
            "threads": self._one("SELECT count(*) FROM threads"),
            "cut": self._one(CUT) > 0,
            "reasons": {
                reason: {"count": self._reasons[reason], "samples": samples}
                for reason, samples in sorted(self._samples.items())
            },
        }

    def _take_thread(self, thread: NeutralThread, remarks: Remarks) -> None:
        said, digest = written(thread_values(thread))
        external = thread.external
        names = (external.source, external.instance, external.id)
        self._say_all(remarks, external.id)
        self._insert("threads", "digest, said", names, (digest, said))

    def _take_comment(self, comment: NeutralComment, remarks: Remarks) -> None:
        self.records += 1
        said, digest = written(comment_values(comment))
        external = comment.external
        names = (external.source, external.instance, external.id)
        columns = (
            "digest, status, thread, parent, parent_source, parent_instance, aside, created,"
            " twin, author"
        )
        cells = (
            digest,
            comment.status.value,
            comment.thread,
            comment.parent,
            *(comment.parent_of or names[:2]),
            comment.kind is not Kind.COMMENT,
            comment.created_at,
            twin_of(comment),
            comment.author.name,
        )
        if self._insert("comments", columns, names, cells, said):
            self._say_all(remarks, external.id)

    def _insert(
        self,
        table: str,
        columns: str,
        names: tuple[str, str, str],
        cells: tuple[Any, ...],
        said: str | None = None,
    ) -> bool:
        """Whether it is the first of its name. Of two that differ the one with the smaller digest
        is taken, whichever comes first. What a comment said lies apart: linking goes over the
        others again and again."""
        places = ",".join("?" * (3 + len(cells)))
        made = self.rows.execute(
            f"INSERT INTO {table} (source, instance, id, {columns}) VALUES ({places})"  # noqa: S608
            " ON CONFLICT DO NOTHING",
            (*names, *cells),
        )
        if made.rowcount:
            if said is not None:
                self.rows.execute("INSERT INTO said VALUES (?,?)", (made.lastrowid, said))
            return True
        named = "(source, instance, id) = (?,?,?)"
        other, n = self.rows.execute(
            f"SELECT digest, n FROM {table} WHERE {named}",  # noqa: S608
            names,
        ).fetchone()
        if other == cells[0]:
            reason, outcome = Reason.DUPLICATE_ID_SAME, Outcome.MERGED
        else:
            reason, outcome = Reason.DUPLICATE_ID_DIFFERS, Outcome.SKIPPED
        self.say(Problem(reason, Outcome.NOTED if said is None else outcome, about=names[2]))
        if cells[0] < other:
            given = ", ".join(f"{column.strip()} = ?" for column in columns.split(","))
            self.rows.execute(
                f"UPDATE {table} SET {given} WHERE n = ?",  # noqa: S608
                (*cells, n),
            )
            if said is not None:
                self.rows.execute("UPDATE said SET said = ? WHERE n = ?", (said, n))
        return False

    def _say_all(self, remarks: Remarks, about: str) -> None:
        for reason, outcome, words in remarks:
            self.say(Problem(reason, outcome, about=about, excerpt=words))

    def _one(self, statement: str) -> int:
        return int(self.rows.execute(statement).fetchone()[0])
