"""Finds the comments of an import their parents, and the order in which they can be made: each
after its parent, else by time. Chains of any length take no recursion."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from service.domain.import_problem import Outcome, Problem, Reason

if TYPE_CHECKING:
    from service.transfer.workbench import Workbench

_PARENTS = """
UPDATE comments SET above = (SELECT p.n FROM comments p WHERE (p.source, p.instance, p.id) =
  (comments.parent_source, comments.parent_instance, comments.parent) AND NOT p.aside)
WHERE parent IS NOT NULL AND NOT aside
"""
_KNOWN_PARENTS = """
UPDATE comments SET known_parent = 1 WHERE parent IS NOT NULL AND above IS NULL AND NOT aside
AND EXISTS (SELECT 1 FROM known_parents k WHERE (k.source, k.instance, k.id, k.key) =
  (comments.parent_source, comments.parent_instance, comments.parent, comments.key))
"""
_ELSEWHERE = """
SELECT c.n, c.id, c.parent FROM comments c JOIN comments p ON p.n = c.above WHERE p.key != c.key
UNION ALL SELECT c.n, c.id, c.parent FROM comments c JOIN known_parents k
  ON (k.source, k.instance, k.id) = (c.parent_source, c.parent_instance, c.parent)
  WHERE c.above IS NULL AND c.known_parent IS NULL AND NOT c.aside
"""
_ORPHANS = """
SELECT n, id, parent FROM comments
WHERE parent IS NOT NULL AND above IS NULL AND known_parent IS NULL AND NOT aside
"""
_WALK = """
INSERT INTO walked WITH RECURSIVE walk (n, reached, level) AS (
  SELECT c.n, coalesce(c.created, (SELECT created FROM pages WHERE key = c.key), 0), 0
  FROM comments c WHERE c.above IS NULL AND c.n NOT IN (SELECT n FROM walked)
  UNION ALL
  SELECT c.n, max(coalesce(c.created, 0), walk.reached), walk.level + 1
  FROM walk JOIN comments c ON c.above = walk.n)
SELECT n, reached, level FROM walk
"""
_CIRCLING = """
SELECT n, above, id, coalesce(created, 0), source, instance FROM comments
WHERE n NOT IN (SELECT n FROM walked)
"""
_ORDER = """
INSERT INTO places (n, reached) SELECT w.n, w.reached FROM walked w JOIN comments c ON c.n = w.n
ORDER BY w.reached, w.level, c.created, c.source, c.instance, c.id
"""


def link_comments(bench: "Workbench") -> None:
    """Writes each comment's parent and place."""
    rows = bench.rows
    rows.execute("CREATE INDEX comments_by_thread ON comments (source, instance, thread)")
    rows.execute(_PARENTS)
    rows.execute(_KNOWN_PARENTS)
    _part(bench, _ELSEWHERE, Reason.PARENT_OTHER_THREAD, "above = NULL, orphan = 0")
    rows.execute("UPDATE comments SET orphan = 0 WHERE orphan IS NULL AND parent IS NULL")
    _part(bench, f"{_ORPHANS} AND orphan IS NULL", Reason.PARENT_MISSING, "orphan = 1")
    rows.execute("CREATE INDEX comments_by_above ON comments (above)")
    rows.execute(_WALK)
    _break_circles(bench)
    rows.execute(_ORDER)


def _part(bench: "Workbench", wanted: str, reason: Reason, change: str) -> None:
    found = bench.rows.execute(wanted).fetchall()
    for _, about, parent in found:
        bench.say(Problem(reason, Outcome.KEPT, about=about, excerpt=str(parent)[:200]))
    bench.rows.executemany(
        f"UPDATE comments SET {change} WHERE n = ?",  # noqa: S608 -- our own words
        [(row[0],) for row in found],
    )


def _break_circles(bench: "Workbench") -> None:
    """Makes the oldest of each circle a root."""
    found = {row[0]: row for row in bench.rows.execute(_CIRCLING)}
    for circle in _circles({n: row[1] for n, row in found.items()}):
        first = min((found[n] for n in circle), key=lambda row: (row[3], row[4], row[5], row[2]))
        bench.say(Problem(Reason.PARENT_CYCLE, Outcome.KEPT, about=first[2]))
        bench.rows.execute("UPDATE comments SET above = NULL WHERE n = ?", (first[0],))
    if found:
        bench.rows.execute(_WALK)


def _circles(above: Mapping[int, int]) -> Sequence[Sequence[int]]:
    """The circles among those whose way up never ends."""
    seen: set[int] = set()
    circles = []
    for start in above:
        way: dict[int, int] = {}
        at = start
        while at in above and at not in seen and at not in way:
            way[at] = len(way)
            at = above[at]
        if at in way:
            circles.append(list(way)[way[at] :])
        seen |= way.keys()
    return circles
