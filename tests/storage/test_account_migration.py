"""Accounts of a database from before there were sessions."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio.engine import create_async_engine

from service.domain.moderator import ApiToken, Moderator, Role, Roles
from service.storage import open_storage
from service.storage.migrate import alembic_config
from tests.storage.making import TickingClock

BEFORE = "0003"
MODERATOR = (
    "INSERT INTO moderators (id, public_id, name, email, email_key, role, password, created_at)"
    " VALUES (1, 'anna', 'Anna', 'Anna@b.example', 'anna@b.example', 'owner', 'hash', 7)"
)
SITE = (
    "INSERT INTO sites (id, slug, name, language, origins, hosts, secret, moderation, parameters,"
    " edit_minutes, log_count, log_head)"
    " VALUES (3, 'blog', 'Blog', 'nl', '[]', '[]', '', 'hold_new', '[]', 60, 0, '')"
)
SITES_TOKEN = (
    "INSERT INTO api_tokens (id, public_id, name, role, secret_hash, created_at, site_id)"
    " VALUES (4, 'of-site', 'bot', 'viewer', 'h', 9, 3)"
)
TOKEN = (
    "INSERT INTO api_tokens (id, public_id, name, role, secret_hash, created_at)"
    " VALUES (2, 'tok', 'script', 'admin', 'h', 8)"
)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "old.db")
    address: str = request.getfixturevalue("empty_postgres_database")
    return address


def _fill(connection: Connection) -> None:
    command.upgrade(alembic_config(connection), BEFORE)
    for statement in (MODERATOR, TOKEN, SITE, SITES_TOKEN):
        connection.execute(text(statement))


async def test_they_keep_what_they_had(empty_database: str, clock: TickingClock) -> None:
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
        assert await storage.accounts.moderators() == [
            Moderator(1, "anna", "Anna", "Anna@b.example", Role.OWNER, "hash", 7)
        ]
        assert await storage.accounts.tokens() == [
            ApiToken("tok", "script", Roles(Role.ADMIN), "h", 8),
            ApiToken("of-site", "bot", Roles(on_sites={3: Role.VIEWER}), "h", 9),
        ]
        assert await storage.accounts.sessions(None) == []
        assert len(await storage.accounts.secret()) == 32
