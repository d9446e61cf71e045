"""The server's own backups, each made by a process of its own."""

import asyncio
from pathlib import Path

import pytest

from service.domain.backup import BackupFailed
from service.storage.backup_folder import FileBackups

AT = 1_795_478_400_000
NAME = "reactie-20261124T000000Z.db"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def sizes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in folder.iterdir()}


def leave_half_a_one(folder: Path) -> None:
    folder.mkdir()
    (folder / f".{NAME}.x7.part").touch()


async def test_a_backup_is_made_found_and_removed(migrated_file: Path, folder: Path) -> None:
    backups = FileBackups(migrated_file, folder)
    leave_half_a_one(folder)

    size = await backups.make(AT)

    assert backups.moments() == [AT]
    assert sizes(folder) == {NAME: size}
    backups.remove(AT)
    assert backups.moments() == []


async def test_one_that_fails_says_why(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(BackupFailed, match="There is no database at"):
        await FileBackups(tmp_path / "none.db", folder).make(AT)

    assert sizes(folder) == {}


async def test_one_that_nobody_waits_for_any_more_is_stopped(
    migrated_file: Path, folder: Path
) -> None:
    making = asyncio.create_task(FileBackups(migrated_file, folder).make(AT))
    await asyncio.sleep(0)
    await asyncio.sleep(0.05)

    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making

    assert sizes(folder) == {}


def test_only_files_named_as_it_names_them_are_backups(folder: Path) -> None:
    folder.mkdir()
    for name in (NAME, f"other-{NAME}", "reactie-20269999T000000Z.db", "reactie-old.db"):
        (folder / name).touch()

    assert FileBackups(Path("reactie.db"), folder).moments() == [AT]


def test_a_folder_that_is_not_there_yet_holds_none(folder: Path) -> None:
    assert FileBackups(Path("reactie.db"), folder).moments() == []
