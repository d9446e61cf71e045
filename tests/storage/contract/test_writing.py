"""The promise of the writer: whole units, one commit for many, nothing half done."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.errors import Unavailable
from service.domain.ports import Transaction
from service.storage import SqlStorage, open_storage
from service.storage.effects import Effects
from service.storage.writer import MOST_WAITING
from tests.storage.making import Maker, TickingClock, a_site


class Refused(Exception):
    pass


async def test_a_unit_that_fails_leaves_nothing_and_harms_no_other(storage: SqlStorage) -> None:
    async def add(slug: str, *, fail: bool) -> None:
        async def unit(tx: Transaction) -> None:
            await tx.add_site(a_site(slug))
            if fail:
                raise Refused(slug)

        await storage.write(unit)

    results = await asyncio.gather(
        *(add(f"s{number}", fail=number % 2 == 1) for number in range(6)), return_exceptions=True
    )

    assert [isinstance(result, Refused) for result in results] == [False, True] * 3
    assert [site.slug for site in await storage.sites.all()] == ["s0", "s2", "s4"]


async def test_many_who_wait_share_one_commit(storage: SqlStorage, make: Maker) -> None:
    assert storage.writer is not None
    await make.comment()
    before = storage.writer.commits

    await asyncio.gather(*(make.comment() for _ in range(50)))

    assert storage.writer.commits - before == 1


async def test_a_caller_who_gives_up_breaks_nothing(storage: SqlStorage, make: Maker) -> None:
    news = [make.new() for _ in range(10)]
    tasks = [asyncio.create_task(storage.accept(new)) for new in news]
    await asyncio.sleep(0)
    tasks[4].cancel()

    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert isinstance(results[4], asyncio.CancelledError)
    for number, new in enumerate(news):
        if number != 4:
            assert await storage.comments.by_public_id(new.public_id) is not None


async def test_too_many_who_wait_are_turned_away_at_once(storage: SqlStorage, make: Maker) -> None:
    results = await asyncio.gather(
        *(make.comment() for _ in range(MOST_WAITING + 5)), return_exceptions=True
    )

    turned_away = [result for result in results if isinstance(result, Unavailable)]
    assert len(turned_away) == 5
    assert all(isinstance(result, Unavailable) for result in results[-5:])


async def test_what_waits_when_it_closes_is_still_written(
    database: str, clock: TickingClock
) -> None:
    async with open_storage(database, clock=clock) as storage:
        make = Maker(storage, clock, await Maker(storage, clock).site("blog"))
        task = asyncio.create_task(make.comment())
        await asyncio.sleep(0)

    comment = await task
    async with open_storage(database, clock=clock) as again:
        assert await again.comments.by_public_id(comment.public_id) == comment


async def test_a_closed_storage_takes_nothing(database: str, clock: TickingClock) -> None:
    async with open_storage(database, clock=clock) as storage:
        pass

    with pytest.raises(Unavailable):
        await Maker(storage, clock).site("late")


async def test_a_read_only_storage_reads_and_takes_nothing(
    storage: SqlStorage, database: str, make: Maker, clock: TickingClock
) -> None:
    comment = await make.comment()

    async with open_storage(database, clock=clock, read_only=True) as reading:
        assert await reading.comments.by_public_id(comment.public_id) == comment
        assert await reading.is_ready()
        await reading.comments.keep_html({(comment.id, 1): "x"}, 1)
        with pytest.raises(Unavailable):
            await Maker(reading, clock).site("new")


async def test_changed_threads_are_told_after_the_commit(storage: SqlStorage, make: Maker) -> None:
    told: list[int | None] = []
    storage.on_thread_changed(told.append)

    held = await make.comment(published=False)
    after_held = list(told)
    approved = await make.approve(held)
    after_approval = list(told)
    shown = await make.comment("/other")
    after_shown = list(told)
    await make.reject(approved)

    assert after_held == []
    assert after_approval == [held.thread_id]
    assert after_shown == [held.thread_id, shown.thread_id]
    assert told == [held.thread_id, shown.thread_id, held.thread_id]


async def test_a_changed_site_may_change_everything(storage: SqlStorage, make: Maker) -> None:
    told: list[int | None] = []
    storage.on_thread_changed(told.append)

    await make.site("new")

    assert told == [None]


async def test_a_storage_that_answers_is_ready(storage: SqlStorage) -> None:
    assert await storage.is_ready()


async def test_a_storage_that_only_reads_by_now_is_not_ready(storage: SqlStorage) -> None:
    statements = {
        "sqlite": "PRAGMA query_only = ON",
        "postgresql": "SET default_transaction_read_only = on",
    }

    async def unit(connection: AsyncConnection, _effects: Effects) -> None:
        await connection.execute(text(statements[connection.dialect.name]))

    assert storage.writer is not None
    await storage.writer.run(unit)

    assert not await storage.is_ready()
    assert await storage.is_ready()  # over a connection of its own again


async def test_who_asks_often_whether_it_is_ready_writes_once(
    storage: SqlStorage, make: Maker
) -> None:
    statements: list[str] = []
    assert storage.writer is not None
    listened = storage.writer._backend.writers.sync_engine
    event.listen(listened, "before_cursor_execute", lambda *given: statements.append(given[2]))

    for _ in range(5):
        assert await storage.is_ready()

    assert [one.split()[0] for one in statements if "installation" in one] == ["INSERT", "DELETE"]


async def test_two_storages_on_one_database_lose_nothing(
    storage: SqlStorage, database: str, make: Maker, clock: TickingClock
) -> None:
    site = make.new().site
    async with open_storage(database, clock=clock) as other:
        second = Maker(other, clock, site)

        comments = await asyncio.gather(
            *(maker.comment("/shared") for _ in range(40) for maker in (make, second))
        )

        assert len({comment.thread_id for comment in comments}) == 1
        assert (await storage.decisions.head(site.id))[0] == 80
        assert (await other.comments.counts(site.id, ["/shared"])) == {"/shared": 80}


async def test_a_server_hears_of_what_another_process_writes(
    database: str, clock: TickingClock
) -> None:
    told: asyncio.Queue[int | None] = asyncio.Queue()
    async with open_storage(database, clock=clock, serving=True) as server:
        await next_site_read(server)
        server.on_thread_changed(told.put_nowait)
        async with open_storage(database, clock=clock) as other:
            site = await Maker(other, clock).site("blog")
        async with asyncio.timeout(5):
            assert await told.get() is None
            while await server.sites.by_slug("blog") != site:
                await told.get()


async def next_site_read(server: SqlStorage) -> None:
    """Waits until the server listens: then it drops what it keeps for the first time."""
    heard = asyncio.Event()
    server.on_thread_changed(lambda _thread: heard.set())
    async with asyncio.timeout(5):
        await heard.wait()


async def test_a_server_keeps_no_thread_that_was_closed_meanwhile(
    database: str, clock: TickingClock
) -> None:
    async with open_storage(database, clock=clock, serving=True) as server:
        make = Maker(server, clock, await Maker(server, clock).site("blog"))
        comment = await make.comment("/page")

        async def is_kept() -> bool:
            read = await server.threads.by_key(comment.site_id, "/page")
            return await server.threads.by_key(comment.site_id, "/page") is read

        # On PostgreSQL the news of the comment itself may come in as late as this, and drops it.
        async with asyncio.timeout(30):
            while not await is_kept():
                pass

        async def unit(tx: Transaction) -> None:
            thread = await tx.threads.by_key(comment.site_id, "/page")
            assert thread is not None
            await tx.threads.change(replace(thread, closed_at=77))

        await server.write(unit)

        closed = await server.threads.by_key(comment.site_id, "/page")
        assert closed is not None
        assert closed.closed_at == 77


async def test_a_callback_that_fails_harms_nobody(storage: SqlStorage, make: Maker) -> None:
    failures: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, given: failures.append(given))

    def fail(_thread: int | None) -> None:
        raise Refused

    storage.on_thread_changed(fail)

    await make.comment()

    assert (await make.comment()).version == 1
    assert [type(failure["exception"]) for failure in failures] == [Refused, Refused]


async def test_a_unit_that_meets_a_cancelled_wait_harms_no_other(
    storage: SqlStorage, make: Maker
) -> None:
    gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    gone.cancel()

    async def unit(_tx: Transaction) -> None:
        await gone

    results = await asyncio.gather(storage.write(unit), make.comment(), return_exceptions=True)

    assert isinstance(results[0], Unavailable)
    assert not isinstance(results[1], Exception)
