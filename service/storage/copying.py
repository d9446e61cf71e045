"""Copies a SQLite file while others write to it, and looks whether a copy is whole.

The copy is of one moment: its reader keeps one read transaction open. It is opened read-only, so it
neither writes nor checkpoints, and no writer waits for it (the write-ahead log only grows
meanwhile).
"""

import errno
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from service.domain.backup import Told
from service.domain.errors import ReactieError, Unavailable
from service.storage.failures import is_damage, is_outage

PAGES_AT_ONCE = 256
REST = 2.0
"""Rest of a gentle copy after each step, in times what the step took."""
PATIENCE_SECONDS = 5.0
_FIRST_PROBLEMS = 1


def copy_database(source: Path, target: Path, told: Told, *, gently: bool = False) -> None:
    """Copies to the target, an empty file, and waits until it is on stable storage. `gently` leaves
    others most of the disk. Raises ReactieError `file_damaged`, Unavailable, and OSError."""
    with _in_our_words(source), closing(_reader(source)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        opened = os.open(target, os.O_RDWR | os.O_CLOEXEC)
        try:
            pace = _Pace(opened, told, gently=gently)
            with closing(_writer(target)) as writer:
                reader.backup(writer, pages=PAGES_AT_ONCE, progress=pace, sleep=0)
            # It says of itself that it has a write-ahead log: then it could not be read where
            # none can be made beside it.
            with closing(_writer(target)) as writer:
                writer.execute("PRAGMA journal_mode=DELETE")
            os.fsync(opened)
        finally:
            os.close(opened)


class _Pace:
    """Told after each step of a copy."""

    def __init__(self, opened: int, told: Told, *, gently: bool) -> None:
        self._opened = opened
        self._told = told
        self._gently = gently
        self._began = time.monotonic()

    def __call__(self, _status: int, remaining: int, total: int) -> None:
        self._told("copying", total - remaining, total)
        if self._gently:
            # Bit by bit: commits wait for the disk, and would wait for all of it at the end.
            os.fdatasync(self._opened)
            time.sleep(REST * (time.monotonic() - self._began))
            self._began = time.monotonic()


def check_pages(path: Path, shown: Path, told: Told) -> int:
    """Reads the whole file. Returns how many rows refer to one that is not there. Raises
    ReactieError `file_damaged` (of the file that is `shown`) when a page or an index is broken, and
    Unavailable."""
    told("checking", 0, 0)
    with _in_our_words(shown), closing(_reader(path)) as reader:
        [found] = reader.execute(f"PRAGMA integrity_check({_FIRST_PROBLEMS})").fetchone()
        if found != "ok":
            raise damaged(shown, str(found).splitlines()[-1])
        return sum(1 for _ in reader.execute("PRAGMA foreign_key_check"))


def count_rows(path: Path, shown: Path) -> tuple[str, int, int, int]:
    """The data model, sites, comments and decisions of a file. Raises ReactieError
    `not_a_backup` (of the file that is `shown`) when it holds something else."""
    with _in_our_words(shown), closing(_reader(path)) as reader:
        try:
            [schema] = reader.execute("SELECT version_num FROM alembic_version").fetchone()
            counts = [
                int(reader.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
                for table in ("sites", "comments", "decisions")
            ]
        except (sqlite3.OperationalError, TypeError) as error:
            if is_damage(error) or is_outage(error):
                raise
            raise ReactieError("not_a_backup", path=str(shown)) from error
    return str(schema), counts[0], counts[1], counts[2]


def end_sessions(path: Path) -> None:
    """Signs everybody out: who had signed out since the copy was made stays so."""
    with closing(_writer(path)) as writer:
        writer.execute("PRAGMA synchronous=FULL")
        writer.execute("PRAGMA secure_delete=ON")
        writer.execute("DELETE FROM sessions")


def fold_log(path: Path) -> bool:
    """Moves the write-ahead log into the file. The caller holds the writers' turn. False: it could
    not be done, for the file or its log is damaged."""
    try:
        with closing(sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)) as own:
            [busy, *_] = own.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
    except sqlite3.DatabaseError:
        return False


def damaged(path: Path, problem: str) -> ReactieError:
    """The error that says so."""
    return ReactieError("file_damaged", path=str(path), problem=problem)


def _reader(path: Path) -> sqlite3.Connection:
    if not path.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    return sqlite3.connect(address, uri=True, timeout=PATIENCE_SECONDS, isolation_level=None)


def _writer(path: Path) -> sqlite3.Connection:
    """Fast and careless: what it writes to counts only after its end."""
    connection = sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    return connection


@contextmanager
def _in_our_words(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if is_damage(error):
            raise damaged(path, str(error)) from error
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
            full = os.strerror(errno.ENOSPC)
            raise OSError(errno.ENOSPC, full, str(path)) from error
        if is_outage(error):
            raise Unavailable from error
        raise
