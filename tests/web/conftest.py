"""A running service a test: `service` as it comes, `start` with other settings."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.web.running_service import RunningService, make_sites, running_service

Start = Callable[..., Awaitable[RunningService]]


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the two sites, to be copied: migrating one a test would be slow."""
    database: Path = tmp_path_factory.mktemp("web") / "sites.db"
    asyncio.run(make_sites(database))
    return database


@pytest.fixture
async def start(sites: Path, tmp_path: Path) -> AsyncIterator[Start]:
    database = Path(shutil.copytree(sites.parent, tmp_path / "database")) / sites.name
    async with AsyncExitStack() as stack:

        async def enter(**settings: Any) -> RunningService:
            return await stack.enter_async_context(running_service(database, **settings))

        yield enter


@pytest.fixture
async def service(start: Start) -> RunningService:
    return await start()


@pytest.fixture
def admin(service: RunningService) -> str:
    return service.admin
