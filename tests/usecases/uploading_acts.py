"""Files that were sent in, without any files: what they hold is records."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from service.domain.errors import Conflict
from service.domain.imported import Bench
from service.domain.job import Job
from service.domain.moderator import TERMINAL
from service.domain.neutral import Record
from service.domain.site import Site
from service.domain.upload import Pace, ReadAs, Upload
from service.transfer.workbench import Workbench
from service.usecases import import_upload, look_at_upload, run_upload
from service.usecases.upload_worker import UploadWorker
from tests.usecases.acting import Desk

LARGEST = 1_000


@dataclass
class FakeUploads:
    """`domain.upload.Uploads`: reading lasts while `gate` is closed, or fails with `failure`."""

    files: dict[str, Sequence[Record]] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    failure: Exception | None = None
    looks: int = 0
    most: int = LARGEST

    @asynccontextmanager
    async def claimed(self, name: str) -> AsyncIterator[bool]:
        is_free = name in self.files and name not in self.held
        if is_free:
            self.held.add(name)
        try:
            yield is_free
        finally:
            if is_free:
                self.held.discard(name)

    @asynccontextmanager
    async def read(
        self, name: str, label: str, site: Site, asked: ReadAs, pace: Pace, now: int
    ) -> AsyncIterator[Bench]:
        pace.total = 100
        while not self.gate.is_set():
            pace.done += 1
            if pace.stopped:
                raise Conflict("job_moved")
            await asyncio.sleep(0)
        if self.failure is not None:
            raise self.failure
        with Workbench(site, hosts=asked.hosts, as_pending=asked.as_pending) as bench:
            for _ in bench.take(self.files[name], now):
                pass
            yield bench

    async def here(self) -> frozenset[str]:
        self.looks += 1
        return frozenset(self.files)

    async def remove(self, name: str) -> None:
        self.files.pop(name, None)


class Room:
    """The acts on files of one site, and what works them off."""

    def __init__(self, desk: Desk, site: Site) -> None:
        self.desk, self.site, self.uploads = desk, site, FakeUploads()
        self.uploads.gate.set()
        self.told: list[tuple[str, str]] = []

    @property
    def acts(self) -> dict[str, Any]:
        return {"storage": self.desk.storage, "clock": self.desk.clock}

    async def look(self, records: Sequence[Record], name: str = "a", **asked: Any) -> Job:
        """Starts a look at a file with these records."""
        self.uploads.files[name] = records
        upload = Upload(name, "oud.xml", 10, "digest")
        return await look_at_upload.start_look(
            upload, "test", self.site, ReadAs(**asked), token=TERMINAL, **self.acts
        )

    async def ready(self, records: Sequence[Record], name: str = "a", **asked: Any) -> Job:
        """A look that is ready."""
        look = await self.look(records, name, **asked)
        return await run_upload.run_look(look, self.uploads, **self.acts)

    async def start(self, look: Job, **more: bool) -> Job:
        said = {"teaches": False, "partial": False, **more}
        return await import_upload.import_upload(
            look.public_id, token=TERMINAL, **said, **self.acts
        )

    async def run(self, job: Job) -> Job:
        return await run_upload.run_upload(job, self.uploads, **self.acts)

    async def now(self, job: Job) -> Job:
        found = await self.desk.storage.jobs.by_public_id(job.public_id)
        assert found is not None
        return found

    def worker(self, kind: str) -> UploadWorker:
        runs = {"import_look": run_upload.run_look, "import": run_upload.run_upload}

        async def run(job: Job) -> Job:
            return await runs[kind](job, self.uploads, **self.acts)

        def told(what: str, job: Job) -> None:
            self.told.append((what, job.public_id))

        return UploadWorker(kind, run, self.uploads, told=told, **self.acts)


async def until(worker: UploadWorker, done: Callable[[], Awaitable[Any]]) -> None:
    """Lets the worker work until something is so."""
    working = asyncio.create_task(worker.run())
    async with asyncio.timeout(20):
        while not await done():
            assert not working.done()
            await asyncio.sleep(0)
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working


async def stands(room: Room, job: Job, stage: str) -> bool:
    return (await room.now(job)).position["stage"] == stage


async def holds(room: Room, names: set[str]) -> bool:
    return set(room.uploads.files) == names


async def is_empty(room: Room) -> bool:
    return not room.uploads.files


async def has_told(room: Room, what: str) -> bool:
    return any(said == what for said, _ in room.told)


async def has_read(room: Room) -> bool:
    await asyncio.sleep(0.05)
    return True


async def has_looked(room: Room, times: int) -> bool:
    return room.uploads.looks >= times
