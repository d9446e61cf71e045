"""The end of each site's log: read once a transaction, chained on in memory, noted apart."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update

from service.domain.decision import Decision, chained
from service.storage.ids import Ids
from service.storage.inserts import DECISIONS, decision_row
from service.storage.rows import Cells
from service.storage.tables import sites

# The lock makes one writer at a time a site's, whichever process it is in; KEY SHARE is left to
# the foreign keys of rows that others add meanwhile. SQLite, which has one writer, ignores it.
_HEADS = (
    select(sites.c.id, sites.c.log_count, sites.c.log_head)
    .where(sites.c.id.in_(bindparam("sites", expanding=True)))
    .order_by(sites.c.id)
    .with_for_update(key_share=True)
)
_NOTE_HEAD = (
    update(sites)
    .where(sites.c.id == bindparam("site"))
    .values(log_count=bindparam("count"), log_head=bindparam("head"))
)


@dataclass(slots=True)
class Head:
    """How many decisions a site's log holds, and the hash of the last."""

    count: int
    hash: str


class LogEnds:
    """The locked ends of the logs that a transaction adds to."""

    def __init__(self, connection: Connection, ids: Ids) -> None:
        self._connection = connection
        self._ids = ids
        self._heads: dict[int, Head] = {}
        self._touched: set[int] = set()
        self._added: list[Cells] = []

    def lock(self, site_ids: Iterable[int]) -> None:
        """Reads and locks the ends of these sites' logs, in one order for everybody."""
        wanted = sorted(set(site_ids) - self._heads.keys())
        if wanted:
            rows = self._connection.execute(_HEADS, {"sites": wanted})
            self._heads |= {id_: Head(count, hash_) for id_, count, hash_ in rows}

    def knows(self, site_id: int) -> bool:
        """Whether there is such a site among the locked ones."""
        return site_id in self._heads

    def append(self, decision: Decision) -> Decision:
        """The decision with its place at the end of its site's locked log, for `flush` to write."""
        head = self._heads[decision.site_id]
        linked = chained(decision, head.hash)
        head.count, head.hash = head.count + 1, linked.hash
        self._added.append(decision_row(linked, self._ids.next(), head.count))
        self._touched.add(decision.site_id)
        return linked

    def flush(self, write: Callable[[Connection, Sequence[Cells]], None] = DECISIONS.run) -> int:
        """Writes what was appended, and where the logs end now. Returns how many entries."""
        if not self._added:
            return 0
        ends = [
            {"site": id_, "count": self._heads[id_].count, "head": self._heads[id_].hash}
            for id_ in sorted(self._touched)
        ]
        write(self._connection, self._added)
        self._connection.execute(_NOTE_HEAD, ends)
        written, self._added = len(self._added), []
        return written
