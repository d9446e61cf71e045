"""Tables of SQLite files that other systems made: the columns that are there, and nothing else."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

_SQLITE = b"SQLite format 3\0"


def is_database(sample: bytes) -> bool:
    """Whether a file is an SQLite database."""
    return sample.startswith(_SQLITE)


def tables_of(database: sqlite3.Connection) -> frozenset[str]:
    """The names of its tables; views are none, for nobody knows what they would do."""
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return frozenset(str(row[0]) for row in found)


def columns_of(database: sqlite3.Connection, table: str) -> dict[str, str]:
    """The table's columns by their names without case and underscores, which versions of one
    system write differently; empty where there is no such table."""
    if table not in tables_of(database):
        return {}
    found = database.execute("SELECT name FROM pragma_table_info(?)", (table,))
    return {plain_name(str(row[0])): str(row[0]) for row in found}


def plain_name(column: str) -> str:
    """A column's name without case and underscores."""
    return column.replace("_", "").lower()


def rows_of(
    database: sqlite3.Connection, table: str, wanted: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """The rows, in the order they are stored, with the wanted columns; those that the table does
    not have are None."""
    there = columns_of(database, table)
    if not there:
        return
    # Names of columns cannot be bound: only names that the table itself has are put in, quoted.
    read = [there.get(plain_name(name)) for name in wanted]
    listed = ", ".join("NULL" if name is None else _quoted(name) for name in read)
    for row in database.execute(f"SELECT {listed} FROM {_quoted(table)}"):  # noqa: S608
        yield dict(zip(wanted, row, strict=True))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
