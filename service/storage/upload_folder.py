"""Where files that were sent in lie until they are imported: a folder, one server's or shared.

A file has a name of ours, and whoever is at it holds its lock, so that it is free again when its
holder ends, however he does. What nobody holds and no job needs is a leftover.
"""

import asyncio
import errno
import fcntl
import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from service.domain.errors import Invalid, Malformed, Unavailable
from service.domain.identity import new_public_id
from service.domain.site import Site
from service.domain.upload import RESERVE, Pace, ReadAs, Receiving, Upload

if TYPE_CHECKING:
    from service.domain.imported import Bench  # with all that imports are made of

AT_ONCE = 1 << 20
"""Bytes that are written in one go."""
FILES_AT_MOST = 4
"""So many files of the largest size may lie here at once."""
RETRY_SECONDS = 60

_NAME = re.compile(r"[0-9a-f]{32}")
_FULL = (errno.ENOSPC, errno.EDQUOT)


class Reading(Protocol):
    """What knows of formats: `transfer.upload_reading`, whose code is loaded when it is needed.
    `scratch` is a folder for what must be unpacked."""

    def expected_bytes(self, path: Path) -> int: ...
    def format_of(self, path: Path, label: str, scratch: Path, form: str | None) -> str: ...
    def read_upload(
        self,
        path: Path,
        label: str,
        scratch: Path,
        site: Site,
        asked: ReadAs,
        pace: Pace,
        now: int,
    ) -> "AbstractContextManager[Bench]": ...


def upload_path(folder: str, database: str) -> Path:
    """The folder that is set, else the one that lies beside a SQLite file, else one right here."""
    if folder:
        return Path(folder)
    is_far = database.startswith(("postgresql://", "postgres://"))
    return Path("reactie-imports" if is_far else f"{database}-imports")


class UploadFolder:
    """`domain.upload.Uploads`. The folder is made when it is first needed."""

    def __init__(self, path: Path, most: int, reading: Callable[[], Reading]) -> None:
        self._path = path
        self.most = most
        self._reading = reading

    @asynccontextmanager
    async def receiving(self, size: int | None) -> AsyncIterator[Receiving]:
        if size is not None and size > self.most:
            raise Malformed("body_too_large", "file")
        coming = await asyncio.to_thread(self._coming, size or 0)
        try:
            yield coming
        except BaseException:
            await asyncio.to_thread(coming.end, keep=False)
            raise
        await asyncio.to_thread(coming.end, keep=True)

    async def format_of(self, upload: Upload, form: str | None) -> str:
        return await asyncio.to_thread(self._format_of, upload, form)

    @asynccontextmanager
    async def claimed(self, name: str) -> AsyncIterator[bool]:
        held = await asyncio.to_thread(_held, self._path / name)
        try:
            yield held is not None
        finally:
            if held is not None:
                os.close(held)

    @asynccontextmanager
    async def read(
        self, name: str, label: str, site: Site, asked: ReadAs, pace: Pace, now: int
    ) -> "AsyncIterator[Bench]":
        path = self._path / name

        def work() -> "AbstractContextManager[Bench]":
            reading = self._reading()
            pace.total = reading.expected_bytes(path)
            with _scratch(path) as scratch, _told_when_full():
                return reading.read_upload(path, label, scratch, site, asked, pace, now)

        try:
            with await asyncio.to_thread(work) as bench:
                yield bench
        finally:
            pace.stopped = True

    async def here(self) -> frozenset[str]:
        return frozenset(await asyncio.to_thread(self._names))

    async def remove(self, name: str) -> None:
        await asyncio.to_thread(_remove, self._path / name)

    def _coming(self, size: int) -> "_Coming":
        try:
            self._path.mkdir(mode=0o700, exist_ok=True)
            lying = sum(_size(self._path / name) for name in self._names())
            free = shutil.disk_usage(self._path).free
            # It is laid out once more, and then stands in the database.
            if lying + size > FILES_AT_MOST * self.most or free - 3 * size < RESERVE:
                raise Unavailable("import_no_room", RETRY_SECONDS)
            return _Coming(self._path / new_public_id(), self.most)
        except OSError as error:
            raise Unavailable("import_no_room", RETRY_SECONDS) from error

    def _format_of(self, upload: Upload, form: str | None) -> str:
        path = self._path / upload.name
        with _scratch(path) as scratch, _told_when_full():
            return self._reading().format_of(path, upload.label, scratch, form)

    def _names(self) -> set[str]:
        try:
            return {each.name for each in self._path.iterdir() if _NAME.fullmatch(each.name)}
        except FileNotFoundError:
            return set()


class _Coming:
    """`domain.upload.Receiving`: a file that is written beside the event loop."""

    def __init__(self, path: Path, most: int) -> None:
        self._path = path
        self._most = most
        self._waiting = bytearray()
        self._told = hashlib.sha256(b".\0")  # as `transfer.reading` tells a file
        self._size = 0
        self._is_whole = False
        self._file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)

    async def write(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._most:
            raise Malformed("body_too_large", "file")
        self._waiting += data
        if len(self._waiting) >= AT_ONCE:
            await asyncio.to_thread(self._flush)

    async def received(self, label: str) -> Upload:
        await asyncio.to_thread(self._flush)
        await asyncio.to_thread(os.fsync, self._file)
        self._is_whole = True
        return Upload(self._path.name, label, self._size, self._told.hexdigest())

    def end(self, *, keep: bool) -> None:
        """Lets it go; what is not whole is gone. A server that is killed leaves it to the next."""
        if not (keep and self._is_whole):
            _remove(self._path)
        os.close(self._file)

    def _flush(self) -> None:
        data, self._waiting = bytes(self._waiting), bytearray()
        self._told.update(data)
        try:
            with open(self._file, "wb", closefd=False) as file:
                file.write(data)
            left = shutil.disk_usage(self._path.parent).free
        except OSError as error:
            raise Unavailable("import_no_room", RETRY_SECONDS) from error
        if left < RESERVE:
            raise Unavailable("import_no_room", RETRY_SECONDS)


def _held(path: Path) -> int | None:
    """The file, locked; None when it is not here or somebody has it."""
    try:
        file = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(file)
        return None
    return file


@contextmanager
def _scratch(path: Path) -> Iterator[Path]:
    """A folder for what must be unpacked, that is gone afterwards."""
    folder = path.with_name(f"{path.name}.d")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _told_when_full() -> Iterator[None]:
    """A full disk in our words. Raises Invalid `import_no_room`."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        is_full = getattr(error, "errno", None) in _FULL or "full" in str(error)
        if not is_full:
            raise
        raise Invalid("import_no_room", "file") from error


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _remove(path: Path) -> None:
    shutil.rmtree(path.with_name(f"{path.name}.d"), ignore_errors=True)
    path.unlink(missing_ok=True)
