"""SQLite's door to the disk, watched or broken: every write, flush and read of its files.

SQLite reaches its files through a table of functions (its VFS). Ours stand in front of them in the
table: they note what passes, or answer as a broken disk does. SQLite's own crash tests do the same.
"""

import ctypes
import mmap
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ADDRESS, INT, LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64

OPEN = ctypes.CFUNCTYPE(INT, ADDRESS, ADDRESS, ADDRESS, INT, ADDRESS)
READ = ctypes.CFUNCTYPE(INT, ADDRESS, ADDRESS, INT, LONG)
WRITE = ctypes.CFUNCTYPE(INT, ADDRESS, ADDRESS, INT, LONG)
TRUNCATE = ctypes.CFUNCTYPE(INT, ADDRESS, LONG)
SYNC = ctypes.CFUNCTYPE(INT, ADDRESS, INT)

IOERR_READ, IOERR_WRITE, IOERR_FSYNC, FULL = 266, 778, 1034, 13
WORKS, NO_WRITES, NOTHING, NO_SPACE = range(4)
"""What the disk is told to do: work, fail to write, fail to read and write, be full."""

RECORD = struct.Struct("<cBqqI")
"""Kind (W, T, S), which file, time (monotonic ns), place, number of bytes that follow."""


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("version", INT),
        ("file_size", INT),
        ("path_max", INT),
        ("next", ADDRESS),
        ("name", ctypes.c_char_p),
        ("data", ADDRESS),
        ("open", OPEN),
    ]


class _Methods(ctypes.Structure):
    _fields_ = [
        ("version", INT),
        ("close", ADDRESS),
        ("read", READ),
        ("write", WRITE),
        ("truncate", TRUNCATE),
        ("sync", SYNC),
        *((f"rest{number}", ADDRESS) for number in range(13)),
    ]


_kept: list[Any] = []
"""What C holds on to must not be collected."""


class Door:
    """What stands in the door. As it is, everything passes."""

    def write(self, name: str, address: int, size: int, place: int, go: Callable[[], int]) -> int:
        return go()

    def truncate(self, name: str, size: int, go: Callable[[], int]) -> int:
        return go()

    def sync(self, name: str, go: Callable[[], int]) -> int:
        return go()

    def read(self, go: Callable[[], int]) -> int:
        return go()


class Recorder(Door):
    """Writes down what reaches the disk, in the order it does; flushes when they are done."""

    def __init__(self, file: Path) -> None:
        self._out = file.open("ab", buffering=0)
        self._names: dict[str, int] = {}

    def write(self, name: str, address: int, size: int, place: int, go: Callable[[], int]) -> int:
        self._note(b"W", name, place, ctypes.string_at(address, size))
        return go()

    def truncate(self, name: str, size: int, go: Callable[[], int]) -> int:
        self._note(b"T", name, size)
        return go()

    def sync(self, name: str, go: Callable[[], int]) -> int:
        code = go()
        self._note(b"S", name, 0)
        return code

    def _note(self, kind: bytes, name: str, place: int, data: bytes = b"") -> None:
        which = 1 if name.endswith("-wal") else 0
        head = RECORD.pack(kind, which, time.monotonic_ns(), place, len(data))
        self._out.write(head + data)


class Breaker(Door):
    """Breaks as the first byte of a file says, which another process changes."""

    def __init__(self, switch: Path) -> None:
        with switch.open("rb") as opened:
            self._state = mmap.mmap(opened.fileno(), 1, access=mmap.ACCESS_READ)

    def write(self, name: str, address: int, size: int, place: int, go: Callable[[], int]) -> int:
        return {WORKS: go, NO_SPACE: lambda: FULL}.get(self._state[0], lambda: IOERR_WRITE)()

    def sync(self, name: str, go: Callable[[], int]) -> int:
        return IOERR_FSYNC if self._state[0] in (NO_WRITES, NOTHING) else go()

    def read(self, go: Callable[[], int]) -> int:
        return IOERR_READ if self._state[0] == NOTHING else go()


def stand_in(door: Door) -> None:
    """Puts it in front of every file that this process's SQLite opens from now on."""
    vfs = _library().sqlite3_vfs_find(None).contents
    # A function of its own: the field itself is about to change. Names are passed on as they lie
    # in memory, for SQLite keeps more behind their end.
    real_open = OPEN(ctypes.cast(vfs.open, ADDRESS).value or 0)
    names: dict[int, str] = {}
    tables: dict[int, Any] = {}

    def opened(this: int, name: int | None, file: int, flags: int, out: int | None) -> int:
        code = int(real_open(this, name, file, flags, out))
        slot = ctypes.cast(file, ctypes.POINTER(ctypes.c_void_p))
        table = slot[0]
        if code == 0 and table and name is not None:
            names[file] = ctypes.string_at(name).decode()
            if table not in tables:
                tables[table] = _instead(table, door, names)
            slot[0] = ctypes.addressof(tables[table])
        return code

    hook = OPEN(opened)
    _kept.extend([hook, real_open, tables, vfs])
    vfs.open = hook


def _instead(table: int, door: Door, names: dict[int, str]) -> _Methods:
    real = _Methods.from_address(table)
    ours = _Methods.from_buffer_copy(real)

    def write(file: int, data: int, size: int, place: int) -> int:
        return door.write(
            names[file], data, size, place, lambda: int(real.write(file, data, size, place))
        )

    def truncate(file: int, size: int) -> int:
        return door.truncate(names[file], size, lambda: int(real.truncate(file, size)))

    def sync(file: int, flags: int) -> int:
        return door.sync(names[file], lambda: int(real.sync(file, flags)))

    def read(file: int, into: int, size: int, place: int) -> int:
        return door.read(lambda: int(real.read(file, into, size, place)))

    # What passes as it is need not come through Python.
    if _stands_at(door, "write"):
        ours.write = WRITE(write)
    if _stands_at(door, "truncate"):
        ours.truncate = TRUNCATE(truncate)
    if _stands_at(door, "sync"):
        ours.sync = SYNC(sync)
    if _stands_at(door, "read"):
        ours.read = READ(read)
    _kept.extend([real, ours, ours.write, ours.truncate, ours.sync, ours.read])
    return ours


def _stands_at(door: Door, act: str) -> bool:
    return getattr(type(door), act) is not getattr(Door, act)


def _library() -> Any:
    """The SQLite that Python itself uses: only there does a table of ours matter."""
    import _sqlite3  # noqa: PLC0415 -- also what links it

    library = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    library.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
    return library
