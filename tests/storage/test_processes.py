"""Several processes on one SQLite file, and processes that end without a word."""

import asyncio
import signal
import sqlite3
import stat
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from service.domain.errors import Unavailable
from service.domain.site import Site
from service.storage import SqlStorage, lock_file, open_storage
from service.storage.lock_file import LockFile, Turns
from service.usecases.verify_log import verify_log
from tests.storage.making import Maker, TickingClock
from tests.storage.writing_process import WRITERS

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def blog(sqlite_file: Path, clock: TickingClock) -> Site:
    async with open_storage(str(sqlite_file), clock=clock) as storage:
        return await Maker(storage, clock).site("blog")


async def start(file: Path, page: str, most: int) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.storage.writing_process",
        str(file),
        page,
        str(most),
        stdout=PIPE,
        cwd=ROOT,
    )


async def is_whole(storage: SqlStorage, site: Site) -> bool:
    return (await verify_log(site, storage=storage)).problem is None


async def test_a_killed_writer_lost_nothing_that_it_acknowledged(
    sqlite_file: Path, blog: Site, clock: TickingClock
) -> None:
    process = await start(sqlite_file, "/page", 1_000_000)
    assert process.stdout is not None
    stored = [(await process.stdout.readline()).decode().strip() for _ in range(100)]

    process.send_signal(signal.SIGKILL)
    rest = (await process.stdout.read()).decode().splitlines()
    await process.wait()

    async with open_storage(str(sqlite_file), clock=clock) as storage:
        for public_id in stored + [line for line in rest if len(line) == 32]:
            assert await storage.comments.by_public_id(public_id) is not None
        assert await is_whole(storage, blog)
    connection = sqlite3.connect(sqlite_file)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


async def test_two_processes_that_write_at_once_lose_nothing(
    sqlite_file: Path, blog: Site, clock: TickingClock
) -> None:
    each = 25
    processes = [await start(sqlite_file, f"/{name}", each) for name in ("a", "b")]

    outputs = [await process.communicate() for process in processes]

    assert [process.returncode for process in processes] == [0, 0]
    stored = [line for output, _ in outputs for line in output.decode().splitlines()]
    assert len(set(stored)) == 2 * each * WRITERS
    async with open_storage(str(sqlite_file), clock=clock) as storage:
        counts = await storage.comments.counts(blog.id, ["/a", "/b"])
        assert counts == {"/a": each * WRITERS, "/b": each * WRITERS}
        assert (await storage.decisions.head(blog.id))[0] == len(stored)
        assert await is_whole(storage, blog)


async def test_a_second_server_is_refused(sqlite_file: Path, clock: TickingClock) -> None:
    async with open_storage(str(sqlite_file), clock=clock, serving=True):
        with pytest.raises(Unavailable, match="already_serving"):
            async with open_storage(str(sqlite_file), clock=clock, serving=True):
                pass

        async with open_storage(str(sqlite_file), clock=clock) as command:
            assert await command.is_ready()


async def test_a_server_may_follow_another(sqlite_file: Path, clock: TickingClock) -> None:
    for _ in range(2):
        async with open_storage(str(sqlite_file), clock=clock, serving=True) as storage:
            assert await storage.is_ready()


async def test_a_closed_database_is_one_whole_file(sqlite_file: Path, blog: Site) -> None:
    log = sqlite_file.with_name(f"{sqlite_file.name}-wal")

    with sqlite3.connect(f"file:{sqlite_file}?immutable=1", uri=True) as connection:
        found = connection.execute("SELECT slug FROM sites").fetchall()
    connection.close()

    assert not log.exists()
    assert found == [(blog.slug,)]


async def test_only_its_owner_may_read_the_database(
    sqlite_file: Path, sqlite_storage: SqlStorage, clock: TickingClock
) -> None:
    await Maker(sqlite_storage, clock).site("blog")

    files = sorted(sqlite_file.parent.glob("reactie.db*"))

    assert [file.suffix for file in files] == [
        ".db",
        ".db-shm",
        ".db-wal",
        ".writing",
        ".writing-next",
    ]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


async def test_a_reader_cannot_write(sqlite_storage: SqlStorage) -> None:
    async with sqlite_storage._reader.connection() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await driver._execute(driver._conn.execute, "DELETE FROM sites")


async def test_a_short_wait_for_another_process_goes_unnoticed(
    sqlite_file: Path, sqlite_storage: SqlStorage, clock: TickingClock
) -> None:
    lock = other_process(sqlite_file)
    waiting = asyncio.create_task(Maker(sqlite_storage, clock).site("blog"))
    await asyncio.sleep(0)

    lock.close()

    assert (await waiting).slug == "blog"


async def test_who_waits_for_his_turn_comes_before_who_just_had_it(sqlite_file: Path) -> None:
    path = sqlite_file.with_name("turn")
    greedy, patient = Turns(path), Turns(path)
    order: list[str] = []

    async def write(turns: Turns, name: str, times: int) -> None:
        for _ in range(times):
            async with turns.held():
                order.append(name)
                await waiting.wait()

    waiting = asyncio.Event()
    first = asyncio.create_task(write(greedy, "greedy", 5))
    await asyncio.sleep(0)
    second = asyncio.create_task(write(patient, "patient", 1))
    await asyncio.sleep(0)
    waiting.set()
    await asyncio.gather(first, second)
    for turns in (greedy, patient):
        turns.close()

    assert order == ["greedy", "patient", *["greedy"] * 4]


async def test_a_long_wait_for_another_process_is_unavailable_and_heals(
    sqlite_file: Path,
    sqlite_storage: SqlStorage,
    clock: TickingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lock_file, "PATIENCE_SECONDS", 0.05)
    make = Maker(sqlite_storage, clock)
    lock = other_process(sqlite_file)

    with pytest.raises(Unavailable):
        await make.site("blog")
    assert not await sqlite_storage.is_ready()
    assert await sqlite_storage.sites.all() == []

    lock.close()
    assert (await make.site("blog")).slug == "blog"
    assert await sqlite_storage.is_ready()


def other_process(file: Path) -> LockFile:
    """Holds the turn to write, as another process does while it writes."""
    lock = LockFile(file.with_name(file.name + ".writing"))
    assert lock.take()
    return lock
