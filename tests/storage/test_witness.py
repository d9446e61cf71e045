"""A write-ahead log that lost its end is noticed, and nothing else is taken for one."""

import os
import shutil
from pathlib import Path

import pytest

from service.domain.errors import Unavailable
from service.storage import open_storage
from service.storage.lock_file import LockFile
from service.storage.witness import Witness
from tests.storage.making import Maker, TickingClock


async def leave_in_a_hurry(file: Path, clock: TickingClock) -> Path:
    """A database as a killed server leaves it: with two comments in its write-ahead log alone."""
    left = file.with_name("killed.db")
    async with open_storage(str(file), clock=clock, serving=True) as storage:
        make = Maker(storage, clock, await Maker(storage, clock).site("blog"))
        await make.comment()
        await make.comment()
        for ending in ("", "-wal", ".lock"):
            shutil.copy(f"{file}{ending}", f"{left}{ending}")
    return left


def cut(left: Path, share: float) -> None:
    log = Path(f"{left}-wal")
    os.truncate(log, int(log.stat().st_size * share))


def remove(left: Path, *endings: str) -> None:
    for ending in endings:
        Path(f"{left}{ending}").unlink()


async def count(file: Path, clock: TickingClock) -> int:
    async with open_storage(str(file), clock=clock, serving=True) as storage:
        site = await storage.sites.by_slug("blog")
        return 0 if site is None else (await storage.decisions.head(site.id))[0]


async def test_a_killed_server_goes_on_where_it_was(sqlite_file: Path, clock: TickingClock) -> None:
    left = await leave_in_a_hurry(sqlite_file, clock)

    assert await count(left, clock) == 2


@pytest.mark.parametrize("share", [0.0, 0.9])
async def test_a_log_that_was_cut_short_is_noticed_at_every_start(
    sqlite_file: Path, clock: TickingClock, share: float
) -> None:
    left = await leave_in_a_hurry(sqlite_file, clock)
    cut(left, share)

    for _ in range(2):
        with pytest.raises(Unavailable, match="log_end_lost"):
            await count(left, clock)


async def test_it_goes_on_without_the_lost_end_when_it_is_told_to(
    sqlite_file: Path, clock: TickingClock
) -> None:
    left = await leave_in_a_hurry(sqlite_file, clock)
    cut(left, 0.9)

    remove(left, ".lock")

    assert await count(left, clock) < 2


async def test_a_file_that_was_closed_in_peace_may_be_replaced(
    sqlite_file: Path, clock: TickingClock
) -> None:
    before = sqlite_file.with_name("before.db")
    async with open_storage(str(before), clock=clock):
        pass
    shutil.copy(before, sqlite_file)
    await leave_in_a_hurry(sqlite_file, clock)

    shutil.copy(before, sqlite_file)

    assert await count(sqlite_file, clock) == 0


async def test_a_file_that_was_removed_is_begun_anew(
    sqlite_file: Path, clock: TickingClock
) -> None:
    left = await leave_in_a_hurry(sqlite_file, clock)
    remove(left, "", "-wal")

    assert await count(left, clock) == 0


def test_a_note_that_cannot_be_written_harms_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError

    lock = LockFile(tmp_path / "lock")
    lock.take()
    monkeypatch.setattr(os, "pwrite", refuse)
    witness = Witness(lock)

    witness.begin(3, is_new=False)
    witness.add(1)
    witness.end()

    assert lock.noted() == ""
    lock.close()


def test_a_lock_that_is_not_held_has_no_note(tmp_path: Path) -> None:
    lock = LockFile(tmp_path / "lock")
    lock.note("3")

    assert lock.noted() == ""
