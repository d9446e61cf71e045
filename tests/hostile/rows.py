"""What stands in a SQLite file, to see whether a request left anything behind."""

import sqlite3
from contextlib import closing
from pathlib import Path

Rows = dict[str, list[tuple[object, ...]]]

DERIVED = {"html", "renderer"}
"""Renderings are made when somebody first reads; losing or gaining one means nothing."""


def rows_of(database: Path) -> Rows:
    """Every row of every table."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as file:
        return {table: _rows(file, table) for table in _tables(file)}


def schema_of(database: Path) -> list[str]:
    """The statements that the schema is made of."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as file:
        return [str(sql) for (sql,) in file.execute("SELECT sql FROM sqlite_master ORDER BY name")]


def _tables(file: sqlite3.Connection) -> list[str]:
    found = file.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in found]


def _rows(file: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    columns = [row[1] for row in file.execute(f'PRAGMA table_info("{table}")')]
    kept = ", ".join(f'"{column}"' for column in columns if column not in DERIVED)
    return sorted(file.execute(f'SELECT {kept} FROM "{table}"').fetchall(), key=repr)
