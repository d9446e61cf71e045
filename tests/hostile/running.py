"""The whole service on a port of its own, in a thread of its own, over a SQLite file."""

import asyncio
import shutil
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self, TypeVar

from aiohttp import web

from service.app import build_app, make_runner
from service.domain.clock import utc_ms
from service.settings import Settings
from service.storage import SqlStorage, open_storage

T = TypeVar("T")
HOST = "127.0.0.1"
START_SECONDS = 30
MEMORY = Path("/dev/shm")
ROOM = 512 * 1024 * 1024


@contextmanager
def passing_folder() -> Iterator[Path]:
    """A folder that is soon gone, in memory where there is room: thousands of commits need wait for
    no disk. That they are on it when they are told to be is proved elsewhere."""
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    with TemporaryDirectory(dir=MEMORY if has_room else None) as folder:
        yield Path(folder)


class RunningService(AbstractContextManager["RunningService"]):
    """Starts on entering, stops on leaving. `do` runs an act on the storage of the service."""

    def __init__(self, database: Path, *, body_seconds: float = 10.0) -> None:
        self.database = database
        self.port = 0
        self.app: web.Application
        # What goes on for as long as its reader likes would keep the tests waiting.
        self._settings = Settings(
            database=str(database), body_seconds=body_seconds, stream_seconds=0.02
        )
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="service")
        self._started: Future[tuple[asyncio.AbstractEventLoop, SqlStorage]] = Future()
        self._stop = asyncio.Event()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._started.result(START_SECONDS)
        return self

    def __exit__(self, *_: object) -> None:
        loop, _ = self._started.result()
        loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def do(self, act: Callable[[SqlStorage], Awaitable[T]]) -> T:
        loop, storage = self._started.result()

        async def run() -> T:
            return await act(storage)

        return asyncio.run_coroutine_threadsafe(run(), loop).result(START_SECONDS)

    async def _run(self) -> None:
        try:
            async with open_storage(str(self.database), clock=utc_ms, serving=True) as storage:
                await self._serve(storage)
        except BaseException as error:
            if not self._started.done():
                self._started.set_exception(error)
            raise

    async def _serve(self, storage: SqlStorage) -> None:
        self.app = build_app(self._settings, storage=storage)
        runner = make_runner(self.app)
        await runner.setup()
        try:
            site = web.TCPSite(runner, HOST, 0)
            await site.start()
            self.port = runner.addresses[0][1]
            self._started.set_result((asyncio.get_running_loop(), storage))
            await self._stop.wait()
        finally:
            await runner.cleanup()
