"""A running service a test: `service` as it comes, `start` with other settings."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.web.running_service import RunningService, running_service

Start = Callable[..., Awaitable[RunningService]]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    async with AsyncExitStack() as stack:

        async def enter(**settings: Any) -> RunningService:
            return await stack.enter_async_context(running_service(tmp_path, **settings))

        yield enter


@pytest.fixture
async def service(start: Start) -> RunningService:
    return await start()


@pytest.fixture
def admin(service: RunningService) -> str:
    return service.admin
