"""Makes, verifies and restores copies of a SQLite database. A copy counts only when it was read.

All of it blocks, for as long as the file is large: it is for processes that do nothing else.
"""

import asyncio
import filecmp
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as replace_fields
from datetime import UTC, datetime
from pathlib import Path

from service.domain.backup import BackupReport, Told, silently
from service.domain.errors import Conflict, NotFound, ReactieError, Unavailable
from service.domain.ports import Clock
from service.storage import copying, durable_files, open_storage
from service.storage.lock_file import LockFile, Turns
from service.storage.migrate import HEAD, KNOWN
from service.usecases.verify_log import verify_log

SPARE_BYTES = 16 * 1024 * 1024
"""What a copy leaves free on its disk, beside a tenth of itself: the server needs it more."""


def back_up(
    database: Path,
    file: Path,
    *,
    clock: Clock,
    replace: bool = False,
    gently: bool = False,
    told: Told = silently,
) -> BackupReport:
    """Copies the database as it is now to a new file, beside whatever writes to it.

    The file appears under its name, mode 0600, when it is checked and on stable storage. Raises
    NotFound `no_database`, Conflict `backup_exists` (unless `replace`) and `backup_of_itself`,
    ReactieError `file_damaged` and `no_room`, Unavailable, and OSError.
    """
    if not database.exists():
        raise NotFound("no_database", None, path=str(database))
    _refuse_to_replace(database, file, replace=replace)
    _require_room(database, file.parent)
    made = durable_files.beside(file)
    try:
        copying.copy_database(database, made, told, gently=gently)
        report = verify(made, clock=clock, told=told, shown=database)
        _refuse_to_replace(database, file, replace=replace)
        durable_files.put_in_place(made, file)
    finally:
        made.unlink(missing_ok=True)
    return _of_file(report, file)


def verify(
    file: Path, *, clock: Clock, told: Told = silently, shown: Path | None = None
) -> BackupReport:
    """Reads every page, index, reference and log entry of a backup, or of a database.

    A backup of an older version is read as this version would after restoring it. Errors name the
    file that is `shown`. Raises ReactieError `file_damaged`, `not_a_backup`, `database_too_new`,
    Unavailable, and OSError.
    """
    shown = shown or file
    stray = copying.check_pages(file, shown, told)
    schema, sites, comments, decisions = copying.count_rows(file, shown)
    if schema not in KNOWN:
        raise ReactieError("backup_too_new", path=str(shown))
    with _up_to_date(file, schema, clock) as readable:
        broken = asyncio.run(_broken_logs(readable, clock, told, decisions))
    size = file.stat().st_size
    return BackupReport(str(shown), size, schema, sites, comments, decisions, broken, stray)


@dataclass(frozen=True, slots=True)
class Restored:
    """`kept` is where the replaced database is now; None when there was none, or when it was
    the backup already."""

    report: BackupReport
    kept: Path | None


def restore(
    file: Path, database: Path, *, clock: Clock, force: bool = False, told: Told = silently
) -> Restored:
    """Puts a backup in the place of the database, which is kept beside it. Everybody is signed out.

    Either the old or the new database is there at every moment. Restoring the same backup again
    changes nothing. Raises Unavailable `already_serving`, Conflict `not_whole` (unless `force`),
    what `verify` raises, and OSError.
    """
    database = database.resolve()
    serving = LockFile(database.with_name(database.name + ".lock"))
    turns = Turns(database.with_name(database.name + ".writing"))
    try:
        if not serving.take():
            raise Unavailable("already_serving")
        _require_room(file, database.parent)
        with tempfile.TemporaryDirectory(prefix=".restoring-", dir=database.parent) as folder:
            made = Path(folder) / database.name
            made.touch(0o600)
            copying.copy_database(file, made, told)
            report = verify(made, clock=clock, told=told, shown=file)
            if not (report.intact or force):
                raise Conflict("not_whole", path=str(file))
            if report.schema != HEAD:
                asyncio.run(_bring_to_head(made, clock))
            copying.end_sessions(made)
            kept = asyncio.run(_swap_in_turn(made, database, clock, turns))
            serving.note("")  # what the replaced one held need not be in this one
    finally:
        turns.close()
        serving.close()
    return Restored(_of_file(report, file), kept)


async def _swap_in_turn(made: Path, database: Path, clock: Clock, turns: Turns) -> Path | None:
    async with turns.held():
        return _swap(made, database, clock)


def _swap(made: Path, database: Path, clock: Clock) -> Path | None:
    opened = os.open(made, os.O_RDONLY | os.O_CLOEXEC)
    try:
        durable_files.hand_over(opened, database)
    finally:
        os.close(opened)
    kept = _keep(database, clock) if database.exists() else None
    if kept is not None:
        is_folded = copying.fold_log(database)
        if is_folded:
            _log_of(kept).unlink(missing_ok=True)
            if filecmp.cmp(made, database, shallow=False):
                kept.unlink()
                return None
        for ending in ("-wal", "-shm"):
            database.with_name(database.name + ending).unlink(missing_ok=True)
    durable_files.put_in_place(made, database)
    return kept


def _keep(database: Path, clock: Clock) -> Path:
    at = datetime.fromtimestamp(clock() / 1000, UTC)
    name = f"{database.name}.replaced-{at:%Y%m%dT%H%M%SZ}"
    kept, number = database.with_name(name), 1
    while kept.exists():
        number += 1
        kept = database.with_name(f"{name}-{number}")
    # A second name for the file: its first is never without a database. Its log is copied, for
    # SQLite removes that of a file which it cannot read.
    os.link(database, kept)
    if _log_of(database).exists():
        shutil.copy2(_log_of(database), _log_of(kept))
    return kept


def _log_of(database: Path) -> Path:
    return database.with_name(f"{database.name}-wal")


def _refuse_to_replace(database: Path, file: Path, *, replace: bool) -> None:
    if not file.exists():
        return
    if file.samefile(database):
        raise Conflict("backup_of_itself", path=str(file))
    if not replace or not file.is_file():
        raise Conflict("backup_exists", path=str(file))


def _require_room(source: Path, folder: Path) -> None:
    needed = int(source.stat().st_size * 1.1) + SPARE_BYTES
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise ReactieError(
            "no_room", path=str(folder), needed=_megabytes(needed), free=_megabytes(free)
        )


def _megabytes(count: int) -> int:
    return -(-count // 1_000_000)


@contextmanager
def _up_to_date(file: Path, schema: str, clock: Clock) -> Iterator[Path]:
    if schema == HEAD:
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="reactie-") as folder:
        copy = Path(folder) / "copy.db"
        copy.touch(0o600)
        copying.copy_database(file, copy, silently)
        asyncio.run(_bring_to_head(copy, clock))
        yield copy


async def _bring_to_head(copy: Path, clock: Clock) -> None:
    async with open_storage(str(copy), clock=clock):
        pass


async def _broken_logs(file: Path, clock: Clock, told: Told, every: int) -> tuple[str, ...]:
    checked, broken = 0, []
    async with open_storage(str(file), clock=clock, read_only=True) as storage:
        for site in await storage.sites.all():

            def progress(of_site: int, _count: int, before: int = checked) -> None:
                told("log", before + of_site, every)

            report = await verify_log(site, storage=storage, progress=progress)
            checked += report.checked
            if report.problem is not None:
                broken.append(site.slug)
    return tuple(broken)


def _of_file(report: BackupReport, file: Path) -> BackupReport:
    return replace_fields(report, file=str(file), bytes=file.stat().st_size)
