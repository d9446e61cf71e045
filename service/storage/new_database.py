"""A new SQLite database in one step: what the migrations make of an empty one.

To load Alembic and run every migration is a third of a first start. `make schema` writes
`new_database.sql` anew from the migrations; a test holds it to them.
"""

import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, inspect

from service.storage.tables import installation

FILE = Path(__file__).with_suffix(".sql")


def is_new(connection: Connection) -> bool:
    """Whether it is a SQLite database in which nothing is yet."""
    return connection.dialect.name == "sqlite" and not inspect(connection).get_table_names()


def make_tables(connection: Connection, version: str) -> None:
    """Makes all that the migrations up to this version make."""
    for statement in _statements(FILE.read_text("utf-8")):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (version,))
    connection.execute(installation.insert(), {"id": 1, "secret": secrets.token_bytes(32)})


def _statements(script: str) -> Iterator[str]:
    """A trigger has semicolons within."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
