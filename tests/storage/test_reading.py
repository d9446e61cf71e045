"""The connections that reads keep at hand."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service import patience
from service.domain.errors import Unavailable
from service.storage import open_storage
from service.storage.postgres import Postgres
from service.storage.reading import Reader
from service.storage.sqlite import Sqlite
from tests.storage.making import TickingClock

ONE = text("SELECT 1")


@pytest.fixture
async def backend(database: str, clock: TickingClock) -> AsyncIterator[Sqlite | Postgres]:
    async with open_storage(database, clock=clock) as storage:
        yield storage._reader._backend  # type: ignore[misc]


@pytest.fixture
async def reader(backend: Sqlite | Postgres) -> AsyncIterator[Reader]:
    opened = Reader(backend)
    yield opened
    await opened.close()


async def test_a_connection_is_used_again(reader: Reader) -> None:
    await reader.first(ONE)
    async with reader.connection() as first:
        pass
    async with reader.connection() as second:
        assert second is first


async def test_a_mistake_of_ours_leaves_the_connection_at_hand(reader: Reader) -> None:
    async with reader.connection() as first:
        pass

    with pytest.raises(DBAPIError):
        await reader.all(text("SELECT nothing_there"))

    async with reader.connection() as second:
        assert second is first
        assert (await second.execute(ONE)).scalar_one() == 1


async def test_a_read_that_takes_too_long_is_unavailable_and_harms_no_other(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reader.first(ONE)
    monkeypatch.setattr(patience, "SECONDS", 0.05)

    with pytest.raises(Unavailable):
        async with reader.connection() as held:
            await asyncio.Event().wait()

    monkeypatch.undo()
    assert await reader.first(ONE) == (1,)
    async with reader.connection() as other:
        assert other is not held


async def test_no_more_read_at_once_than_there_are_connections(
    reader: Reader, backend: Sqlite | Postgres
) -> None:
    counts = await asyncio.gather(*(reader.first(ONE) for _ in range(3 * backend.most_readers)))

    assert counts == [(1,)] * (3 * backend.most_readers)
    assert len(reader._at_hand) <= backend.most_readers


async def test_an_outage_takes_all_connections_that_are_at_hand(reader: Reader) -> None:
    await asyncio.gather(*(reader.first(ONE) for _ in range(3)))

    with pytest.raises(Unavailable):
        async with reader.connection():
            raise ConnectionResetError

    assert reader._at_hand == []
    assert await reader.first(ONE) == (1,)


async def test_a_connection_that_comes_back_after_the_end_is_closed(reader: Reader) -> None:
    async with reader.connection() as late:
        await reader.close()

    assert late.closed
