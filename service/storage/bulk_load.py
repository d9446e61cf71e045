"""Millions of rows into a new SQLite file: nothing of it is safe until it is finished.

Without a journal, and with the indexes and triggers of what is filled made at the end, it takes a
tenth of the time that the writer would. Whoever uses it throws the file away when it fails.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Table, create_engine

from service.storage.inserts import Insert
from service.storage.rows import Cells

_CACHE_KIBIBYTES = 1 << 20
"""Of keys that come in no order every page is wanted again and again."""
_SPEED = (
    "journal_mode=DELETE",
    "journal_mode=OFF",
    "synchronous=OFF",
    "locking_mode=EXCLUSIVE",
    f"cache_size=-{_CACHE_KIBIBYTES}",
)
_MADE_LATER = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name = ?"


class BulkLoad:
    """A file that is being filled."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def insert(self, insert: Insert, rows: Sequence[Cells]) -> None:
        """Adds rows."""
        insert.run(self.connection, rows)


@contextmanager
def bulk_load(file: Path, filled: Iterable[Table]) -> Iterator[BulkLoad]:
    """The file, at this version's data model and used by nobody else, to fill these tables in. It
    is on stable storage when the context ends well. `filled` that are searched in have their
    full-text index made anew."""
    engine = create_engine(f"sqlite:///{file}")
    try:
        with engine.connect() as connection:
            for pragma in _SPEED:
                connection.exec_driver_sql(f"PRAGMA {pragma}")
            later = [made for table in filled for made in _dropped(connection, table)]
            yield BulkLoad(connection)
            for sql in later:
                connection.exec_driver_sql(sql)
            connection.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('rebuild')")
            connection.commit()
    finally:
        engine.dispose()
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def _dropped(connection: Connection, table: Table) -> list[str]:
    """Drops the table's indexes and triggers; what makes them again."""
    rows = connection.exec_driver_sql(_MADE_LATER, (table.name,)).all()
    made_later = [(kind, name, sql) for kind, name, sql in rows if kind in ("index", "trigger")]
    for kind, name, _ in made_later:
        connection.exec_driver_sql(f"DROP {kind} {name}")
    return [sql for _, _, sql in made_later]
