"""Locks between processes: a file of its own, held with flock, free when its holder ends."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from service.domain.errors import Unavailable
from service.storage.durable_files import open_or_make

PATIENCE_SECONDS = 4.0
_FIRST_PAUSE = 0.002
_LONGEST_PAUSE = 0.05
_NOTE = 20
_LONGEST_PAUSE_OF_NEXT = 0.004
"""The one whose turn it is next looks more often: all others wait for him."""


class LockFile:
    """One exclusive lock. The file stays behind when the lock is let go: removing it would let two
    processes hold locks on two files of one name."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> bool:
        """Takes the lock if it is free. Raises OSError where no file can be made."""
        if self._file is None:
            self._file = open_or_make(self._path)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Lets the lock go; the file stays open for the next time."""
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def noted(self) -> str:
        """What its last holder noted in the file; for the holder."""
        return "" if self._file is None else os.pread(self._file, _NOTE, 0).decode().strip()

    def note(self, text: str) -> None:
        """Notes a few characters for the next holder. Raises OSError."""
        if self._file is not None:
            os.pwrite(self._file, text.ljust(_NOTE).encode(), 0)

    def close(self) -> None:
        """Lets the lock go for good."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    async def wait(self, deadline: float, longest_pause: float) -> None:
        """Takes the lock as soon as it is free. Raises Unavailable after the deadline, which is a
        time of the event loop."""
        pause = _FIRST_PAUSE
        while not self.take():
            if asyncio.get_running_loop().time() > deadline:
                raise Unavailable
            await asyncio.sleep(pause)
            pause = min(2 * pause, longest_pause)


class Turns:
    """A lock that processes take turns with. Who waits for it comes before who just had it: a
    command that writes on and on would hold up the server's posts for seconds otherwise."""

    def __init__(self, path: Path) -> None:
        self._lock = LockFile(path)
        self._next = LockFile(path.with_name(f"{path.name}-next"))

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """The lock, waited for up to PATIENCE_SECONDS. Raises Unavailable when it stays taken."""
        deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        await self._next.wait(deadline, _LONGEST_PAUSE)
        try:
            await self._lock.wait(deadline, _LONGEST_PAUSE_OF_NEXT)
        finally:
            self._next.release()
        try:
            yield
        finally:
            self._lock.release()

    def close(self) -> None:
        """Lets the lock go for good."""
        self._lock.close()
        self._next.close()
