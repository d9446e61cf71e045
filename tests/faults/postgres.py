"""A PostgreSQL server that faults may stop, hang and kill."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import psutil
import pytest

from tests.faults.blog import Blog, make_blog
from tests.faults.fault import NotRunError, Trial
from tests.postgres_server import PostgresServer, start_server, stop_server


@dataclass(slots=True)
class Cluster:
    """A server of our own with its data folder."""

    running: PostgresServer
    folder: Path

    async def new_blog(self, *options: str) -> Blog:
        """A blog in a database of its own, where these options are set (`name = value`)."""
        return await make_blog(await self.empty_database(*options))

    async def empty_database(self, *options: str) -> str:
        """The address of a new database, where these options are set."""
        name = f"faults_{next(self.running.numbers)}"
        sets = [f"ALTER DATABASE {name} SET {option}" for option in options]
        await self.running.run(f"CREATE DATABASE {name}", *sets)
        return self.running.address(name)

    def processes(self) -> list[psutil.Process]:
        """The server's process, then its children."""
        first = psutil.Process(self.running.server.get_pid())
        return [first, *first.children()]

    def stop(self) -> None:
        """Ends the server as a crash does."""
        stop_server(self.running.server, self.folder)

    def start(self) -> None:
        """Starts it again."""
        self.running.server.ensure_postgres_running()

    async def until_up(self) -> None:
        """Waits until it takes connections: after a crash it recovers first."""
        while True:
            try:
                connection = await asyncpg.connect(self.running.address(), timeout=2)
                await connection.close()  # fails where the crash came between the two
            except (OSError, TimeoutError, asyncpg.PostgresError):
                await asyncio.sleep(0.02)
            else:
                return


@contextmanager
def cluster(trial: Trial) -> Iterator[Cluster]:
    """The server that runs already, else one of our own. Not to be stopped."""
    if trial.postgres is not None:
        yield Cluster(trial.postgres, Path())
        return
    with own_cluster() as made:
        yield made


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """A server with its usual settings, flushes included. Raises NotRunError without the wheel."""
    folder = Path(tempfile.mkdtemp(prefix="reactie-pg-"))
    try:
        server = start_server(folder)
    except (pytest.skip.Exception, pytest.fail.Exception) as absent:
        raise NotRunError(str(absent)) from absent
    made = Cluster(PostgresServer(server), folder)
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)
