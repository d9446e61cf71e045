"""Every test of the contract runs on a SQLite file and on a real PostgreSQL server."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from service.domain.site import Site
from service.storage import SqlStorage, open_storage
from tests.storage.making import Maker, TickingClock


@pytest.fixture
def clock() -> TickingClock:
    return TickingClock()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file to copy: migrating one takes longer than most tests."""
    path = tmp_path_factory.mktemp("template") / "reactie.db"

    async def migrate() -> None:
        async with open_storage(str(path), clock=TickingClock()):
            pass

    asyncio.run(migrate())
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the test's storage is: a file or a PostgreSQL database, with no row in it."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("migrated_file")
        return str(shutil.copy(template, tmp_path / "reactie.db"))
    address: str = request.getfixturevalue("postgres_database")
    return address


@pytest.fixture
async def storage(database: str, clock: TickingClock) -> AsyncIterator[SqlStorage]:
    async with open_storage(database, clock=clock) as opened:
        yield opened


@pytest.fixture
async def sqlite_file(tmp_path: Path) -> Path:
    return tmp_path / "reactie.db"


@pytest.fixture
async def sqlite_storage(sqlite_file: Path, clock: TickingClock) -> AsyncIterator[SqlStorage]:
    async with open_storage(str(sqlite_file), clock=clock) as opened:
        yield opened


@pytest.fixture
async def site(storage: SqlStorage, clock: TickingClock) -> Site:
    return await Maker(storage, clock).site("blog")


@pytest.fixture
async def make(storage: SqlStorage, clock: TickingClock, site: Site) -> Maker:
    """Makes comments and what belongs to them on the site `blog`."""
    return Maker(storage, clock, site)
