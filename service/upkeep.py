"""What a server on a SQLite file does by itself beside serving: it makes backups, and reads its
file through once."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path

from service.domain.clock import utc_ms
from service.domain.errors import Unavailable
from service.settings import Settings
from service.storage import SqlStorage
from service.storage.backup_folder import FileBackups
from service.storage.whole_file import find_damage
from service.usecases.keep_backups import BackupKeeper
from service.web.log_lines import tell_of_backup, tell_of_damage

HOUR_MS = 3_600_000
LOOK_AFTER_SECONDS = 3.0
"""How long after the start the file is read: those who waited for the start go first."""


def upkeep(settings: Settings, storage: SqlStorage) -> dict[str, Coroutine[None, None, None]]:
    """What is to run, by name. On PostgreSQL nothing: its own tools do it."""
    if settings.database.startswith(("postgresql://", "postgres://")):
        if settings.backup_folder:
            tell_of_backup("unsupported", mend="pg_dump; see docs/operating.md")
        return {}
    path = Path(settings.database).resolve()
    work = {"file check": look_through(path, storage)}
    if settings.backup_folder:
        keeper = BackupKeeper(
            FileBackups(path, Path(settings.backup_folder)),
            every=int(settings.backup_every * HOUR_MS),
            keep=settings.backup_keep,
            clock=utc_ms,
            told=tell_of_backup,
        )
        work["backups"] = keeper.run()
    return work


async def look_through(path: Path, storage: SqlStorage) -> None:
    """Reads the file; from a damaged one nothing is given, and nothing taken, any more."""
    await asyncio.sleep(LOOK_AFTER_SECONDS)
    try:
        problem = await find_damage(path)
    except Unavailable:
        return
    if problem is not None:
        tell_of_damage(problem)
        storage.close_down()
