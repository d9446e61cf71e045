"""Unpacking what nobody has to be honest about: how much may come out, and what breaks midway."""

import io
import lzma
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, BinaryIO, TypeAlias

from service.domain.errors import Invalid
from service.domain.upload import RESERVE

UNPACKED_MAX = 8 * 1024**3
RATIO_MAX = 250
RATIO_FREE = 64 * 1024**2
"""So much may come out of an archive whatever its ratio."""
LOOK_BYTES = 16 * 1024**2
"""Between two looks at how full the disk is."""

BROKEN = (
    EOFError,
    OSError,
    RuntimeError,  # a zip that wants a password
    NotImplementedError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    UnicodeDecodeError,  # a name in a zip that says it is UTF-8
)
"""What the readers of archives raise."""

Opened: TypeAlias = Callable[[], BinaryIO]


class Budget:
    """What was read of a source, and what may be. What is unpacked for one that was sent in lies in
    `scratch`, whose disk it may not fill. Raises Invalid `import_bomb` and `import_no_room`."""

    def __init__(self, scratch: Path | None = None) -> None:
        self._scratch = scratch
        self._looked_at = 0
        self.packed = self.unpacked = 0
        self.cut = False
        self.beside: dict[str, Opened] = {}

    def spend(self, size: int) -> None:
        self.unpacked += size
        allowed = max(RATIO_FREE, self.packed * RATIO_MAX)
        if self.unpacked > min(UNPACKED_MAX, allowed):
            raise Invalid("import_bomb", "file")
        if self._scratch is not None and abs(self.unpacked - self._looked_at) >= LOOK_BYTES:
            self._looked_at = self.unpacked
            if shutil.disk_usage(self._scratch).free < RESERVE:
                raise Invalid("import_no_room", "file")


class Measured(io.RawIOBase):
    """Counts what comes out. What breaks midway ends there."""

    def __init__(self, more: Callable[[int], bytes], budget: Budget) -> None:
        super().__init__()
        self._more = more
        self._spending = budget

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or less at the end."""
        parts, wanted = [], UNPACKED_MAX if size < 0 else size
        while wanted > 0:
            try:
                data = self._more(min(wanted, 1 << 20))
            except BROKEN:
                self._spending.cut = True
                break
            if not data:
                break
            self._spending.spend(len(data))
            wanted -= len(data)
            parts.append(data)
        return b"".join(parts)

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """For readers that bring their own place."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class Joined(io.RawIOBase):
    """A stream with its first bytes back in front."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        super().__init__()
        self._head = head
        self._rest = rest

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or less."""
        if size < 0:
            size = UNPACKED_MAX
        head, self._head = self._head[:size], self._head[size:]
        return head or self._rest.read(size)
