"""The database fails under a running service: nothing is half done, and it heals by itself."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service import patience
from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.domain.errors import Unavailable
from service.domain.ports import Transaction
from service.storage import SqlStorage, open_storage
from service.storage.effects import Effects
from tests.postgres_server import PostgresServer, start_server, stop_server
from tests.storage.making import Maker, TickingClock


async def pragma(storage: SqlStorage, statement: str) -> None:
    async def unit(connection: AsyncConnection, _effects: Effects) -> None:
        await connection.execute(text(f"PRAGMA {statement}"))

    assert storage.writer is not None
    await storage.writer.run(unit)


async def test_a_full_disk_is_unavailable_and_heals(
    sqlite_storage: SqlStorage, clock: TickingClock
) -> None:
    make = Maker(sqlite_storage, clock, await Maker(sqlite_storage, clock).site("blog"))
    await pragma(sqlite_storage, "max_page_count=1")

    results = await asyncio.gather(
        *(make.comment(text="x" * 9000) for _ in range(3)), return_exceptions=True
    )

    assert [type(result) for result in results] == [Unavailable] * 3
    found, _ = await sqlite_storage.comments.queue(QueueFilter(), None, 9)
    assert found == []
    assert (await make.comment()).version == 1


async def test_a_unit_that_meets_a_full_disk_is_unavailable_and_heals(
    sqlite_storage: SqlStorage, clock: TickingClock
) -> None:
    make = Maker(sqlite_storage, clock, await Maker(sqlite_storage, clock).site("blog"))
    await pragma(sqlite_storage, "max_page_count=1")

    async def unit(tx: Transaction) -> int:
        assert make.the_site is not None
        return await tx.add_rule_set(make.the_site.id, {"words": "x" * 50_000}, "a", 1)

    with pytest.raises(Unavailable):
        await sqlite_storage.write(unit)

    assert await sqlite_storage.write(unit) == 1


async def test_a_connection_that_is_gone_is_replaced(
    sqlite_storage: SqlStorage, clock: TickingClock
) -> None:
    make = Maker(sqlite_storage, clock)

    async def unit(connection: AsyncConnection, _effects: Effects) -> None:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.close()
        await connection.execute(text("SELECT 1"))

    assert sqlite_storage.writer is not None
    with pytest.raises(Unavailable):
        await sqlite_storage.writer.run(unit)

    assert (await make.site("blog")).slug == "blog"


async def test_a_caller_waits_only_so_long(
    storage: SqlStorage, clock: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.01)
    go_on = asyncio.Event()

    async def slow(_tx: Transaction) -> None:
        await go_on.wait()

    with pytest.raises(Unavailable):
        await storage.write(slow)

    go_on.set()


@pytest.mark.postgres
async def test_two_processes_in_each_others_way_both_succeed(
    postgres_database: str, clock: TickingClock
) -> None:
    async with (
        open_storage(postgres_database, clock=clock) as one,
        open_storage(postgres_database, clock=clock) as other,
    ):
        make = Maker(one, clock)
        sites = [await make.site(slug) for slug in ("a", "b")]
        comments = [await make.comment(site=site) for site in sites]
        locked = [asyncio.Event(), asyncio.Event()]
        tries = [0, 0]

        async def cross(storage: SqlStorage, mine: int) -> None:
            async def unit(tx: Transaction) -> None:
                tries[mine] += 1
                await tx.comment(comments[mine].public_id)
                locked[mine].set()
                await locked[1 - mine].wait()
                await tx.comment(comments[1 - mine].public_id)

            await storage.write(unit)

        await asyncio.gather(cross(one, 0), cross(other, 1))

        assert sorted(tries) == [1, 2]


@pytest.mark.postgres
async def test_a_server_hears_which_thread_another_process_changed(
    postgres_database: str, clock: TickingClock
) -> None:
    told: asyncio.Queue[int | None] = asyncio.Queue()
    async with open_storage(postgres_database, clock=clock, serving=True) as server:
        server.on_thread_changed(told.put_nowait)
        async with asyncio.timeout(5):
            assert await told.get() is None
        async with open_storage(postgres_database, clock=clock) as other:
            make = Maker(other, clock, await Maker(other, clock).site("blog"))
            comment = await make.comment()

        async with asyncio.timeout(5):
            heard = [await told.get(), await told.get()]

        assert heard == [None, comment.thread_id]


async def until_ready(storage: SqlStorage) -> None:
    while not await storage.is_ready():  # noqa: ASYNC110 -- nothing tells when a server is back
        await asyncio.sleep(0.05)


@pytest.fixture
def own_server() -> Iterator[tuple[PostgresServer, Path]]:
    """A server of the test's own, which it may stop."""
    folder = Path(tempfile.mkdtemp(prefix="reactie-pg-"))
    server = PostgresServer(start_server(folder))
    yield server, folder
    stop_server(server.server, folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.postgres
@pytest.mark.slow
async def test_a_server_that_was_stopped_and_started_is_found_again(
    own_server: tuple[PostgresServer, Path], clock: TickingClock
) -> None:
    server, folder = own_server
    async with open_storage(server.address(), clock=clock, serving=True) as storage:
        make = Maker(storage, clock, await Maker(storage, clock).site("blog"))
        before = await make.comment(published=False)
        stop_server(server.server, folder)

        with pytest.raises(Unavailable):
            await make.comment()
        with pytest.raises(Unavailable):
            await storage.comments.queue(QueueFilter(), None, 10)
        assert not await storage.is_ready()

        server.server.ensure_postgres_running()
        async with asyncio.timeout(10):
            await until_ready(storage)
        after = await make.comment(published=False)
        found, _ = await storage.comments.queue(QueueFilter(status=Status.PENDING), None, 10)
        assert [one.comment for one in found] == [before, after]


@pytest.mark.postgres
@pytest.mark.slow
async def test_a_server_that_hangs_is_unavailable_soon_and_found_again(
    own_server: tuple[PostgresServer, Path], clock: TickingClock
) -> None:
    server, _ = own_server
    async with open_storage(server.address(), clock=clock) as storage:
        make = Maker(storage, clock, await Maker(storage, clock).site("blog"))
        await make.comment()
        assert await storage.is_ready()
        main = psutil.Process(server.server.get_pid())
        cluster = [main, *main.children()]
        for process in cluster:
            os.kill(process.pid, signal.SIGSTOP)

        started = asyncio.get_running_loop().time()
        assert not await storage.is_ready()
        known = asyncio.get_running_loop().time() - started
        started += known
        results = await asyncio.gather(
            make.comment(), storage.comments.queue(QueueFilter(), None, 9), return_exceptions=True
        )
        took = asyncio.get_running_loop().time() - started

        for process in cluster:
            os.kill(process.pid, signal.SIGCONT)
        assert [type(result) for result in results] == [Unavailable, Unavailable]
        assert took < 5
        assert known < 3
        async with asyncio.timeout(10):
            await until_ready(storage)
        assert (await make.comment()).version == 1
