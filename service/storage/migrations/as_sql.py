"""`make schema`: writes what all migrations make of an empty SQLite database."""

from sqlalchemy import Connection, create_engine

from service.storage.migrate import run_migrations
from service.storage.new_database import FILE

_MADE = """
SELECT sql FROM sqlite_master
WHERE sql IS NOT NULL AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
ORDER BY rowid
"""
"""Shadow tables are made by the virtual table that they belong to."""


def as_sql() -> str:
    """The statements that make the tables, indexes and triggers, in the order of the migrations."""
    with create_engine("sqlite://").begin() as connection:
        run_migrations(connection)
        return described(connection)


def described(connection: Connection) -> str:
    """The same of a database that is there."""
    return "".join(f"{sql};\n" for (sql,) in connection.exec_driver_sql(_MADE))


if __name__ == "__main__":
    FILE.write_text(as_sql(), "utf-8")
