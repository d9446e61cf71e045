"""What an import reads from: a plain file, gzip, zip, tar, or a folder, all looked at the same way.

Nothing of an archive is trusted. Names that lead out of it and links are refused, as are more
files, more bytes or a higher ratio than an honest export has; and no name in it is ever a path of
ours: what must lie on disk gets a name of our own.
"""

import errno
import gzip
import io
import shutil
import sqlite3
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from service.domain.errors import Invalid
from service.transfer.unpacking import BROKEN, Budget, Joined, Measured, Opened

SAMPLE_BYTES = 65_536
FILES_MAX = 200_000
SCRATCH = "reactie-import-"
NAME_SHOWN = 200
"""Characters of a refused name that are told: its last ones."""

_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")
_TAR_AT, _TAR = 257, b"ustar"
_SQLITE = b"SQLite format 3\0"
_SKIPPED = ("__MACOSX/", ".git/")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a source. `name` is its path within the archive or folder, with slashes."""

    name: str
    _opened: Opened
    _budget: Budget
    _scratch: Path | None = None

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The file's bytes, unpacked when it is gzip. A file that ends too soon simply ends: ask
        `cut` afterwards. Raises Invalid `import_bomb`, and `import_unreadable` where not even its
        beginning can be unpacked, without a password for one."""
        with ExitStack() as opened:
            try:
                raw = opened.enter_context(self._opened())
                head = raw.read(2)
            except BROKEN as error:
                raise Invalid("import_unreadable", "file", file=self.name) from error
            joined = Joined(head, raw)
            if head == _GZIP:
                with gzip.GzipFile(fileobj=joined) as unpacked:
                    yield _buffered(Measured(unpacked.read1, self._budget))
            else:
                yield _buffered(Measured(joined.read, self._budget))

    def sample(self) -> bytes:
        """The first 64 KB."""
        with self.open() as stream:
            return stream.read(SAMPLE_BYTES)

    @property
    def was_cut(self) -> bool:
        """Whether what was read of the source so far ended too soon, or could not be unpacked."""
        return self._budget.cut

    @contextmanager
    def on_disk(self) -> Iterator[Path]:
        """The file as a path of our own, for SQLite; a database's `-wal` lies beside it."""
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=self._scratch) as folder:
            path = Path(folder, "file")
            with self.open() as stream, path.open("wb") as kept:
                shutil.copyfileobj(stream, kept, 1 << 20)
            beside = self._budget.beside.get(f"{self.name}-wal")
            if beside is not None:
                with beside() as stream, path.with_name("file-wal").open("wb") as kept:
                    shutil.copyfileobj(stream, kept, 1 << 20)
            yield path

    @contextmanager
    def database(self) -> Iterator[sqlite3.Connection]:
        """The file as an SQLite database: a copy, so that nobody's file is ever touched. Raises
        Invalid `import_unreadable` when it is none."""
        with self.on_disk() as path:
            connection = sqlite3.connect(path)
            try:
                connection.row_factory = sqlite3.Row
                connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
                connection.execute("PRAGMA trusted_schema=OFF")
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                yield connection
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                raise Invalid("import_unreadable", "file", file=self.name) from error
            finally:
                connection.close()


class Source:
    """A file or folder with what is in it. Use as a context; `entries` may be asked again. `name`
    is what the file is called, if not as on disk; what must be unpacked lies in `scratch`."""

    def __init__(self, path: Path, *, name: str | None = None, scratch: Path | None = None) -> None:
        self.path = path
        self.name = path.name if name is None else name
        self._scratch = scratch
        self._budget = Budget(scratch)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._zip: zipfile.ZipFile | None = None
        self._entries: tuple[Entry, ...] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._zip is not None:
            self._zip.close()
        if self._folder is not None:
            self._folder.cleanup()

    @property
    def read_bytes(self) -> int:
        """How many unpacked bytes were read so far, by whoever reads."""
        return self._budget.unpacked

    @property
    def was_cut(self) -> bool:
        """Whether something ended too soon, or could not be unpacked."""
        return self._budget.cut

    def entries(self) -> tuple[Entry, ...]:
        """Every file, in the order of their names; a plain file is one. Raises Invalid
        `import_unreadable`, `import_unsafe_path`, `import_bomb`."""
        if self._entries is None:
            try:
                found = self._found()
            except BROKEN as error:
                if getattr(error, "errno", None) == errno.ENOSPC:
                    raise
                raise Invalid("import_unreadable", "file", file=self.name) from error
            self._entries = tuple(
                sorted((e for e in found if _is_wanted(e.name)), key=lambda each: each.name)
            )
        return self._entries

    def restart(self) -> None:
        """Counts what is read from nothing again."""
        self._budget.unpacked, self._budget.cut = 0, False

    def _found(self) -> list[Entry]:
        path = self.path
        if path.is_dir():
            return self._in_folder(path)
        self._budget.packed = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(512)
        if head.startswith(_ZIP):
            return self._in_zip(path)
        if _is_tar(head) or (head.startswith(_GZIP) and _is_tar(_unpacked_head(path))):
            return self._in_tar(path)
        beside = path.with_name(f"{path.name}-wal")
        if head.startswith(_SQLITE) and beside.is_file():
            self._budget.beside[beside.name] = lambda: beside.open("rb")
        return [Entry(self.name, lambda: path.open("rb"), self._budget, self._scratch)]

    def _in_folder(self, folder: Path) -> list[Entry]:
        found: list[Entry] = []
        for path in folder.rglob("*"):
            if path.is_symlink() or not path.is_file():
                continue
            self._budget.packed += path.stat().st_size
            name = readable(path.relative_to(folder).as_posix())
            found.append(Entry(name, _opener(path), self._budget, self._scratch))
            self._budget.beside[name] = _opener(path)
        return found

    def _in_zip(self, path: Path) -> list[Entry]:
        self._zip = archive = zipfile.ZipFile(path)
        found: list[Entry] = []
        for info in archive.infolist():
            if info.is_dir():
                continue
            found.append(self._entry(info.filename, _member(archive, info), len(found)))
        return found

    def _in_tar(self, path: Path) -> list[Entry]:
        self._folder = tempfile.TemporaryDirectory(prefix=SCRATCH, dir=self._scratch)
        found: list[Entry] = []
        with tarfile.open(path) as archive:
            for info in archive:
                if info.isdir() or info.name.startswith("pax_global_header"):
                    continue
                member = archive.extractfile(info) if info.isfile() else None
                if member is None:
                    raise _unsafe(readable(info.name))
                kept = Path(self._folder.name, str(len(found)))
                with member, kept.open("wb") as copy:
                    shutil.copyfileobj(Measured(member.read, self._budget), copy, 1 << 20)
                found.append(self._entry(info.name, _opener(kept), len(found)))
        self._budget.unpacked = 0
        return found

    def _entry(self, name: str, opened: Opened, before: int) -> Entry:
        name = readable(name.removeprefix("./"))
        parts = name.split("/")
        if ".." in parts or name.startswith("/") or "\\" in name or ":" in parts[0]:
            raise _unsafe(name)
        if before >= FILES_MAX:
            raise Invalid("import_bomb", "file", file=self.name)
        entry = Entry(name, opened, self._budget, self._scratch)
        self._budget.beside[name] = opened
        return entry


def readable(name: str) -> str:
    """The name as it can be kept and shown: older archives do not say what it is written in."""
    known = name.encode("utf-8", "surrogateescape")
    try:
        text = known.decode()
    except UnicodeDecodeError:
        text = known.decode("latin-1")
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)


def _unsafe(name: str) -> Invalid:
    return Invalid("import_unsafe_path", "file", file=name[-NAME_SHOWN:])


def _buffered(raw: Measured) -> BinaryIO:
    return io.BufferedReader(raw, 1 << 18)  # type: ignore[type-var]


def _is_wanted(name: str) -> bool:
    return not any(f"/{part}" in f"/{name}" for part in _SKIPPED)


def _is_tar(head: bytes) -> bool:
    return head[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR


def _unpacked_head(path: Path) -> bytes:
    try:
        with gzip.open(path) as stream:
            return stream.read(512)
    except BROKEN:
        return b""


def _opener(path: Path) -> Opened:
    return lambda: path.open("rb")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Opened:
    return lambda: archive.open(info)  # type: ignore[return-value]
