"""Threads of a database from before they had public ids."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio.engine import create_async_engine

from service.domain.thread_ports import ThreadFilter
from service.storage import open_storage
from service.storage.migrate import alembic_config
from tests.storage.making import TickingClock

BEFORE = "0006"
SITE = (
    "INSERT INTO sites (id, slug, name, language, origins, hosts, secret, moderation, parameters,"
    " edit_minutes, log_count, log_head)"
    " VALUES (3, 'blog', 'Blog', 'nl', '[]', '[]', '', 'hold_new', '[]', 60, 0, '')"
)
THREADS = (
    "INSERT INTO threads (id, site_id, key, created_at) VALUES (1, 3, '/a', 7), (2, 3, '/b', 8)"
)
ALIASES = "INSERT INTO thread_aliases (site_id, key, thread_id) VALUES (3, '/a', 1), (3, '/b', 2)"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "old.db")
    address: str = request.getfixturevalue("empty_postgres_database")
    return address


def _fill(connection: Connection) -> None:
    command.upgrade(alembic_config(connection), BEFORE)
    for statement in (SITE, THREADS, ALIASES):
        connection.execute(text(statement))


async def test_each_gets_an_id_of_its_own(empty_database: str, clock: TickingClock) -> None:
    is_postgres = empty_database.startswith("postgresql")
    url = (
        empty_database.replace("postgresql://", "postgresql+asyncpg://")
        if is_postgres
        else f"sqlite+aiosqlite:///{empty_database}"
    )
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(_fill)
    await engine.dispose()

    async with open_storage(empty_database, clock=clock) as storage:
        found, _ = await storage.threads.page(ThreadFilter(), None, 50)

    ids = [each.thread.public_id for each in found]
    assert [each.thread.key for each in found] == ["/b", "/a"]
    assert len(set(ids)) == 2
    assert [len(each) for each in ids] == [32, 32]
