"""Backups come when they are due, and old ones go when a new one is there."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from service.domain.backup import BackupFailed
from service.usecases import keep_backups
from service.usecases.keep_backups import AGAIN_SECONDS, LOOK_SECONDS, BackupKeeper

HOUR = 3_600_000
NOW = 1_795_435_200_000


@dataclass
class Folder:
    """A folder with those of these moments."""

    there: list[int] = field(default_factory=list)
    trouble: Exception | None = None

    def moments(self) -> list[int]:
        return sorted(self.there)

    async def make(self, at: int) -> int:
        if self.trouble is not None:
            raise self.trouble
        self.there.append(at)
        return 4096

    def remove(self, at: int) -> None:
        self.there.remove(at)


@dataclass
class Kept:
    """A keeper of one backup every 24 hours, and what it told."""

    folder: Folder
    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    keep: int = 2
    every: int = 24 * HOUR

    async def step(self, now: int = NOW) -> float:
        return await self.keeper(now).step()

    def keeper(self, now: int = NOW) -> BackupKeeper:
        return BackupKeeper(
            self.folder,
            every=self.every,
            keep=self.keep,
            clock=lambda: now,
            told=lambda what, **details: self.told.append((what, details)),
        )


async def test_the_first_is_made_at_once() -> None:
    kept = Kept(Folder())

    rest = await kept.step()

    assert kept.folder.there == [NOW]
    assert kept.told == [("made", {"bytes": 4096, "seconds": 0.0})]
    assert rest == LOOK_SECONDS


@pytest.mark.parametrize(
    ("age", "rest"), [(HOUR, LOOK_SECONDS), (24 * HOUR - 5_000, 5.0)], ids=["long", "soon"]
)
async def test_none_is_made_before_it_is_due(age: int, rest: float) -> None:
    kept = Kept(Folder([NOW - age]))

    assert await kept.step() == rest
    assert kept.folder.there == [NOW - age]
    assert kept.told == []


async def test_the_oldest_go_when_a_new_one_is_there() -> None:
    kept = Kept(Folder([NOW - day * 24 * HOUR for day in (1, 2, 3)]))

    await kept.step()

    assert kept.folder.moments() == [NOW - 24 * HOUR, NOW]


async def test_none_goes_when_no_new_one_came() -> None:
    old = [NOW - day * 24 * HOUR for day in (3, 2, 1)]
    kept = Kept(Folder(list(old), BackupFailed("No space left on device")))
    keeper = kept.keeper()

    rests = [await keeper.step(), await keeper.step()]

    assert kept.folder.there == old
    assert rests == [AGAIN_SECONDS, AGAIN_SECONDS]
    reason = "No space left on device"
    assert kept.told == [("failed", {"reason": reason, "failures": n}) for n in (1, 2)]


async def test_failures_are_counted_anew_after_one_that_was_made() -> None:
    kept = Kept(Folder([], OSError("read-only")))
    keeper = kept.keeper()
    await keeper.step()
    kept.folder.trouble = None
    await keeper.step()
    kept.folder.there, kept.folder.trouble = [], OSError("read-only")
    await keeper.step()

    assert kept.told[-1] == ("failed", {"reason": "read-only", "failures": 1})


async def test_one_of_the_future_keeps_none_of_today_away() -> None:
    kept = Kept(Folder([NOW + 365 * 24 * HOUR]))

    await kept.step()
    await kept.step(NOW + HOUR)

    assert kept.folder.there == [NOW + 365 * 24 * HOUR, NOW]


async def test_it_goes_on_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep_backups, "FIRST_SECONDS", 0.0)
    kept = Kept(Folder(), every=1)
    task = asyncio.create_task(kept.keeper().run())
    async with asyncio.timeout(5):
        while len(kept.told) < 2:
            await asyncio.sleep(0)
            kept.folder.there = []

    task.cancel()
    assert {what for what, _ in kept.told} == {"made"}
