"""Whoever changes the log behind the service's back is found out."""

import sqlite3
from pathlib import Path

import pytest

from service.domain.site import Site
from service.storage import SqlStorage, open_storage
from service.usecases.verify_log import LogReport, verify_log
from tests.storage.making import Maker, TickingClock


@pytest.fixture
async def logged(sqlite_file: Path, clock: TickingClock) -> Site:
    """A file whose site `blog` has six decisions in its log."""
    async with open_storage(str(sqlite_file), clock=clock) as storage:
        make = Maker(storage, clock, await Maker(storage, clock).site("blog"))
        for _ in range(3):
            await make.approve(await make.comment(published=False))
        assert make.the_site is not None
        return make.the_site


async def report_after(file: Path, site: Site, *tampering: str) -> LogReport:
    connection = sqlite3.connect(file)
    for statement in tampering:
        connection.execute(statement)
    connection.commit()
    connection.close()
    async with open_storage(str(file), clock=TickingClock(), read_only=True) as storage:
        return await verify_log(site, storage=storage)


async def test_a_log_nobody_touched_is_whole(sqlite_file: Path, logged: Site) -> None:
    assert await report_after(sqlite_file, logged) == LogReport("blog", 6)


@pytest.mark.parametrize(
    "change",
    [
        "after_status = 'spam'",
        "note = 'x'",
        "actor_name = 'Iemand'",
        "at = at + 1",
        "version = 9",
        "after_published = 7",
    ],
)
async def test_a_changed_decision_is_found(sqlite_file: Path, logged: Site, change: str) -> None:
    report = await report_after(
        sqlite_file, logged, f"UPDATE decisions SET {change} WHERE position = 4"
    )

    assert (report.broken_at, report.problem) == (4, "changed")


async def test_a_removed_decision_is_found(sqlite_file: Path, logged: Site) -> None:
    report = await report_after(sqlite_file, logged, "DELETE FROM decisions WHERE position = 3")

    assert (report.broken_at, report.problem) == (3, "missing")


async def test_a_removed_decision_with_the_rest_moved_up_is_found(
    sqlite_file: Path, logged: Site
) -> None:
    report = await report_after(
        sqlite_file,
        logged,
        "DELETE FROM decisions WHERE position = 3",
        "UPDATE decisions SET position = -position WHERE position > 3",
        "UPDATE decisions SET position = -position - 1 WHERE position < 0",
        "UPDATE sites SET log_count = 5",
    )

    assert (report.broken_at, report.problem) == (3, "misplaced")


async def test_two_decisions_that_changed_places_are_found(sqlite_file: Path, logged: Site) -> None:
    report = await report_after(
        sqlite_file,
        logged,
        "UPDATE decisions SET position = -1 WHERE position = 2",
        "UPDATE decisions SET position = 2 WHERE position = 5",
        "UPDATE decisions SET position = 5 WHERE position = -1",
    )

    assert (report.broken_at, report.problem) == (2, "misplaced")


async def test_a_cut_tail_is_found(sqlite_file: Path, logged: Site) -> None:
    report = await report_after(sqlite_file, logged, "DELETE FROM decisions WHERE position > 4")

    assert (report.checked, report.problem) == (4, "missing")


async def test_a_chain_that_was_built_anew_is_found_by_its_noted_end(
    sqlite_storage: SqlStorage, clock: TickingClock, sqlite_file: Path
) -> None:
    make = Maker(sqlite_storage, clock, await Maker(sqlite_storage, clock).site("blog"))
    await make.comment()
    assert make.the_site is not None

    report = await report_after(sqlite_file, make.the_site, "UPDATE sites SET log_head = 'other'")

    assert report.problem == "missing"
