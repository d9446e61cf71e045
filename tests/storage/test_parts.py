"""The small parts: ids, what is kept in memory, locks, failures."""

import asyncio
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from service.domain.errors import Unavailable
from service.storage import lock_file
from service.storage.failures import is_collision, is_damage, is_outage, outages
from service.storage.ids import Ids
from service.storage.lock_file import LockFile, Turns
from service.storage.memory import Kept
from service.storage.one_trip import creator


@given(st.lists(st.integers(0, 2**42), min_size=1, max_size=50), st.integers(0, 2**61))
def test_ids_only_grow_whatever_the_clock_says(times: list[int], last: int) -> None:
    hands = iter(times)
    ids = Ids(lambda: next(hands), last)

    made = [ids.next() for _ in times]

    assert made == sorted(set(made))
    assert made[0] > last
    assert made[-1] < 2**63


def test_a_file_that_cannot_be_opened_leaves_no_thread_behind(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    connect = creator(str(tmp_path / "none" / "a.db"), uri=False, timeout=1, statements=10)

    with pytest.raises(sqlite3.OperationalError):
        asyncio.run(_awaited(connect))

    assert set(threading.enumerate()) == before


async def _awaited(connect: Callable[[], Awaitable[object]]) -> None:
    await connect()


class Source:
    """A value that can change, and how often it was read."""

    def __init__(self) -> None:
        self.value: str | None = "old"
        self.reads = 0

    async def read(self) -> str | None:
        self.reads += 1
        return self.value


async def test_a_kept_value_is_read_once() -> None:
    kept: Kept[int, str] = Kept(2, enabled=True)
    source = Source()

    values = [await kept.get(1, source.read) for _ in range(3)]

    assert values == ["old"] * 3
    assert source.reads == 1


async def test_what_is_absent_is_looked_for_every_time() -> None:
    kept: Kept[int, str] = Kept(2, enabled=True)
    source = Source()
    source.value = None
    await kept.get(1, source.read)
    source.value = "new"

    assert await kept.get(1, source.read) == "new"


async def test_a_value_read_before_a_change_is_not_kept_after_it() -> None:
    kept: Kept[int, str] = Kept(2, enabled=True)

    async def overtaken() -> str:
        kept.drop()
        return "old"

    assert await kept.get(1, overtaken) == "old"
    source = Source()
    source.value = "new"
    assert await kept.get(1, source.read) == "new"


async def test_the_value_asked_for_longest_ago_makes_room() -> None:
    kept: Kept[int, str] = Kept(2, enabled=True)
    source = Source()
    for key in (1, 2, 1, 3):
        await kept.get(key, source.read)
    before = source.reads

    await kept.get(1, source.read)
    await kept.get(2, source.read)

    assert source.reads == before + 1


async def test_nothing_is_kept_where_nobody_tells_of_changes() -> None:
    kept: Kept[int, str] = Kept(2, enabled=False)
    source = Source()

    await kept.get(1, source.read)
    await kept.get(1, source.read)

    assert source.reads == 2


async def test_a_lock_is_waited_for(tmp_path: Path) -> None:
    first, second, turns = LockFile(tmp_path / "x"), LockFile(tmp_path / "x"), Turns(tmp_path / "x")
    assert first.take()
    assert not second.take()

    async def hold() -> bool:
        async with turns.held():
            return True

    waiting = asyncio.create_task(hold())
    await asyncio.sleep(0)
    first.release()

    assert await waiting
    assert first.take()
    first.close()
    second.close()
    second.close()
    turns.close()


async def test_a_lock_that_stays_taken_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_file, "PATIENCE_SECONDS", 0.01)
    first, second, third = LockFile(tmp_path / "x"), Turns(tmp_path / "x"), Turns(tmp_path / "x")
    first.release()
    first.take()

    with pytest.raises(Unavailable):
        async with second.held():
            pass

    first.close()
    async with third.held():
        assert not first.take()
    for lock in (first, second, third):
        lock.close()


def sqlite_error(code: int) -> OperationalError:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    return OperationalError("SELECT", {}, error)


@pytest.mark.parametrize(
    "error",
    [
        OSError(),
        TimeoutError(),
        sqlite_error(sqlite3.SQLITE_BUSY),
        sqlite_error(sqlite3.SQLITE_FULL),
        sqlite_error(sqlite3.SQLITE_READONLY_DIRECTORY),
        sqlite_error(sqlite3.SQLITE_IOERR_WRITE),
    ],
)
def test_an_outage_is_unavailable(error: Exception) -> None:
    assert is_outage(error)
    with pytest.raises(Unavailable) as unavailable, outages():
        raise error
    assert unavailable.value.code == "unavailable"
    assert unavailable.value.retry_after > 0


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB])
def test_a_broken_file_is_called_damaged(code: int) -> None:
    assert is_damage(sqlite_error(code))
    with pytest.raises(Unavailable, match="database_damaged"), outages():
        raise sqlite_error(code)


@pytest.mark.parametrize("error", [ValueError(), sqlite_error(sqlite3.SQLITE_ERROR)])
def test_a_mistake_of_ours_is_not_called_an_outage(error: Exception) -> None:
    with pytest.raises(type(error)), outages():
        raise error
    assert not is_collision(error)
