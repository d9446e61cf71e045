"""One SQLite file a test, with the sites `blog` (new authors wait) and `open` (suspects wait)."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from service.domain.moderator import ApiToken
from service.domain.ports import Storage
from service.domain.site import Moderation, Site
from service.storage import open_storage
from tests.usecases.acting import Desk, SteppingClock
from tests.usecases.people import Office


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with both sites, made once: migrating costs more than most tests."""
    path = tmp_path_factory.mktemp("template") / "comments.db"

    async def fill() -> None:
        clock = SteppingClock()
        async with open_storage(str(path), clock=clock) as opened:
            made = Desk(opened, clock)
            await made.site("blog")
            await made.site("open", Moderation.HOLD_SUSPECT)

    asyncio.run(fill())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def database(tmp_path: Path, template: Path) -> Path:
    return Path(shutil.copy(template, tmp_path))


@pytest.fixture
async def storage(database: Path, clock: SteppingClock) -> AsyncIterator[Storage]:
    async with open_storage(str(database), clock=clock) as opened:
        yield opened


@pytest.fixture
def desk(storage: Storage, clock: SteppingClock) -> Desk:
    return Desk(storage, clock)


@pytest.fixture
async def blog(desk: Desk) -> Site:
    site = await desk.storage.sites.by_slug("blog")
    assert site is not None
    return site


@pytest.fixture
async def anna(desk: Desk) -> ApiToken:
    """A moderator of every site."""
    return await desk.token()


@pytest.fixture
async def open_site(desk: Desk) -> Site:
    site = await desk.storage.sites.by_slug("open")
    assert site is not None
    return site


@pytest.fixture
def office(storage: Storage, clock: SteppingClock) -> Office:
    return Office(storage, clock)
