"""The file is read through beside the server, and a damaged one is closed down."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from service import upkeep
from service.domain.errors import Unavailable
from service.settings import Settings
from service.storage import SqlStorage, whole_file
from service.storage.whole_file import find_damage
from tests.storage.making import Maker, TickingClock


def damaged(path: Path, whole: Path) -> Path:
    path.write_bytes(whole.read_bytes())
    with path.open("r+b") as opened:
        opened.seek(4096 * 3)
        opened.write(b"\xff" * 4096 * 4)
    return path


async def test_a_whole_file_has_no_damage(migrated_file: Path) -> None:
    assert await find_damage(migrated_file) is None


async def test_damage_is_named(sqlite_file: Path, migrated_file: Path) -> None:
    assert "age" in str(await find_damage(damaged(sqlite_file, migrated_file)))


async def test_a_letter_is_damage(tmp_path: Path) -> None:
    letter = tmp_path / "letter"
    letter.write_bytes(b"Dear aunt, " * 1000)

    assert await find_damage(letter) == "file is not a database"


async def test_a_file_that_cannot_be_read_now_is_no_damage(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(reader: sqlite3.Connection) -> str | None:
        reader.set_progress_handler(lambda: 1, 1)
        return look(reader)

    look = whole_file._look
    with pytest.raises(Unavailable):
        await find_damage(tmp_path / "none" / "none.db")
    monkeypatch.setattr(whole_file, "_look", interrupted)
    with pytest.raises(Unavailable):
        await find_damage(migrated_file)


async def test_a_server_that_stops_does_not_wait_for_it(
    migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def for_ever(reader: sqlite3.Connection) -> str | None:
        counting = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        reader.execute(f"{counting} SELECT count(*) FROM n")
        return None

    monkeypatch.setattr(whole_file, "_look", for_ever)
    looking = asyncio.create_task(find_damage(migrated_file))
    await asyncio.sleep(0.01)

    looking.cancel()

    with pytest.raises(asyncio.CancelledError):
        await looking


async def test_from_a_damaged_file_nothing_is_given_or_taken_any_more(
    sqlite_storage: SqlStorage,
    sqlite_file: Path,
    clock: TickingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(upkeep, "LOOK_AFTER_SECONDS", 0)
    make = Maker(sqlite_storage, clock, await Maker(sqlite_storage, clock).site("blog"))
    settings = Settings(database=str(sqlite_file))
    await upkeep.upkeep(settings, sqlite_storage)["file check"]
    assert await sqlite_storage.is_ready()
    monkeypatch.setattr(upkeep, "find_damage", _found)

    await upkeep.upkeep(settings, sqlite_storage)["file check"]

    assert not await sqlite_storage.is_ready()
    with pytest.raises(Unavailable, match="database_damaged"):
        await make.comment()
    with pytest.raises(Unavailable, match="database_damaged"):
        await sqlite_storage.sites.all()


async def _found(_path: Path) -> str:
    return "page 3 is broken"


async def test_what_cannot_be_looked_at_just_now_goes_on(
    sqlite_storage: SqlStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "LOOK_AFTER_SECONDS", 0)

    await upkeep.look_through(tmp_path / "none" / "none.db", sqlite_storage)

    assert await sqlite_storage.is_ready()


@pytest.mark.parametrize("folder", ["", "backups"])
async def test_postgresql_is_kept_by_its_own_tools(sqlite_storage: SqlStorage, folder: str) -> None:
    settings = Settings(database="postgresql://nobody@localhost/none", backup_folder=folder)

    assert upkeep.upkeep(settings, sqlite_storage) == {}


async def test_backups_are_made_where_they_are_asked_for(
    sqlite_storage: SqlStorage, sqlite_file: Path
) -> None:
    settings = Settings(database=str(sqlite_file), backup_folder="backups")

    work = upkeep.upkeep(settings, sqlite_storage)

    assert set(work) == {"file check", "backups"}
    for one in work.values():
        one.close()
