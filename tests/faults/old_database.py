"""A database as the first version of the data model had it, with comments in it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from alembic import command
from sqlalchemy import Connection, inspect, make_url, text
from sqlalchemy.ext.asyncio.engine import create_async_engine

from service.storage.migrate import alembic_config
from tests.faults.stored import rows

T = TypeVar("T")

Snapshot = Mapping[str, tuple[Sequence[str], str]]
"""Each table's columns and a digest of its rows."""

_THREADS = 50
_SITE = """
INSERT INTO sites (id, slug, name, language, moderation, log_head, origins, hosts, parameters,
                   secret, edit_minutes, log_count)
VALUES (1, 'blog', 'Blog', 'nl', 'hold-new', '', '["https://blog.example"]', '["blog.example"]',
        '[]', :secret, 15, 0)
"""
_COUNTING = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
_FILLED = (
    (
        "threads",
        {"id": "i", "site_id": "1", "created_at": "i", "key": "'/page-' || i"},
    ),
    (
        "comments",
        {
            "id": "i",
            "public_id": "'c' || (10000000 + i)",
            "network": "'net'",
            "status": "CASE WHEN i % 3 = 0 THEN 'pending' ELSE 'approved' END",
            "language": "'nl'",
            "token_hash": "'hash' || i",
            "site_id": "1",
            "thread_id": f"1 + i % {_THREADS}",
            "root_id": "i",
            "created_at": "1700000000000 + i",
            "name": "'Lezer ' || i",
            "version": "1",
            "current": "1",
            "credit": "0",
            "up": "0",
            "down": "0",
            "branch": "CASE WHEN i % 3 = 0 THEN 0 ELSE 1 END",
            "published": "CASE WHEN i % 3 = 0 THEN NULL ELSE 1 END",
        },
    ),
    (
        "revisions",
        {
            "site_id": "1",
            "comment_id": "i",
            "created_at": "1700000000000 + i",
            "number": "1",
            "rule_set": "0",
            "text": "'Wat ik hierover wil zeggen is het volgende, ten ' || i || 'e.'",
            "fingerprint": "'print' || i",
            "verdict": "'hold'",
            "score": "0.0",
            "context": "'{}'",
        },
    ),
)


async def old_database(database: str, comments: int) -> None:
    """Makes it in a new SQLite file or an empty PostgreSQL database."""
    await _on(database, _migrate)
    await _on(database, lambda connection: _fill(connection, comments))


async def snapshot(database: str, of: Snapshot | None = None) -> Snapshot:
    """What the tables hold; with `of`, only in the columns that those had. The search index is no
    part of it: a service fills that as it goes."""
    wanted = await _columns(database)
    if of is not None:
        wanted = {table: columns for table, (columns, _) in of.items()}
    found = {}
    for table, columns in wanted.items():
        names = ", ".join(f'"{name}"' for name in columns)
        order = ", ".join(f'CAST("{name}" AS TEXT)' for name in columns)
        held = await rows(database, f'SELECT {names} FROM "{table}" ORDER BY {order}')
        found[table] = (columns, hashlib.sha256(repr(held).encode()).hexdigest())
    return found


async def filled(database: str) -> Snapshot:
    """The snapshot of those tables that `old_database` filled."""
    columns = await _columns(database)
    of = {table: (columns[table], "") for table in ("sites", *(name for name, _ in _FILLED))}
    return await snapshot(database, of)


async def _columns(database: str) -> dict[str, Sequence[str]]:
    def look(connection: Connection) -> dict[str, Sequence[str]]:
        found = inspect(connection)
        return {
            table: [str(column["name"]) for column in found.get_columns(table)]
            for table in sorted(found.get_table_names())
            if not table.startswith("search")
        }

    return await _on(database, look)


async def _on(database: str, act: Callable[[Connection], T]) -> T:
    """Does the act in a transaction on the database."""
    is_server = database.startswith("postgres")
    url = make_url(database if is_server else f"sqlite:///{database}")
    driver = "postgresql+asyncpg" if is_server else "sqlite+aiosqlite"
    engine = create_async_engine(url.set(drivername=driver))
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(act)
    finally:
        await engine.dispose()


def _migrate(connection: Connection) -> None:
    command.upgrade(alembic_config(connection), "0001")


def _fill(connection: Connection, comments: int) -> None:
    connection.execute(text(_SITE), {"secret": b"s" * 32})
    for table, columns in _FILLED:
        count = _THREADS if table == "threads" else comments
        names, made = ", ".join(columns), ", ".join(columns.values())
        counting = _COUNTING.replace(":count", str(count))
        start = f"INSERT INTO {table} ({names}) {counting} SELECT {made} FROM n"
        connection.execute(text(start))
