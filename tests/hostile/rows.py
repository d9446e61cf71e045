"""What stands in a SQLite file, to see whether a request left anything behind."""

import sqlite3
from pathlib import Path

Rows = dict[str, list[tuple[object, ...]]]

DERIVED = {"html", "renderer"}
"""Renderings are made when somebody first reads; losing or gaining one means nothing."""


class DatabaseFile:
    """The file as any other program sees it. It is read anew only when somebody wrote to it."""

    def __init__(self, database: Path) -> None:
        self._file = sqlite3.connect(f"file:{database}?mode=ro", uri=True, isolation_level=None)
        self._version: int | None = None
        self._rows: Rows = {}

    def rows(self) -> Rows:
        """Every row of every table."""
        (version,) = self._file.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._rows = {table: self._rows_of(table) for table in self._tables()}
            self._version = version
        return self._rows

    def schema(self) -> list[str]:
        """The statements that the schema is made of."""
        found = self._file.execute("SELECT sql FROM sqlite_master ORDER BY name")
        return [str(sql) for (sql,) in found]

    def close(self) -> None:
        self._file.close()

    def _tables(self) -> list[str]:
        found = self._file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return sorted(name for (name,) in found)

    def _rows_of(self, table: str) -> list[tuple[object, ...]]:
        columns = [row[1] for row in self._file.execute(f'PRAGMA table_info("{table}")')]
        kept = ", ".join(f'"{column}"' for column in columns if column not in DERIVED)
        return sorted(self._file.execute(f'SELECT {kept} FROM "{table}"'), key=repr)
