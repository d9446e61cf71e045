"""Notices when the end of a SQLite write-ahead log is lost.

SQLite takes a log that ends too early for one that was not written further, and goes on from there
without what it had acknowledged. So a server notes beside the file how many entries of the logs of
its sites are on stable storage. The note costs a call of the system a commit; it is not synced, so
after a power cut it may be too low, never too high.
"""

from contextlib import suppress

from service.domain.errors import Unavailable
from service.storage.lock_file import LockFile


class Witness:
    """The note, kept in the lock file of the server that serves. It stays only where that server
    did not end in peace: else the log is in the file, which may be replaced meanwhile."""

    def __init__(self, lock: LockFile) -> None:
        self._lock = lock
        self._count: int | None = None

    def begin(self, kept: int, *, is_new: bool) -> None:
        """Compares with what the database holds. Raises Unavailable `log_end_lost` when that is
        less; a database that `is_new` may hold anything."""
        noted = self._lock.noted()
        if noted.isdigit() and int(noted) > kept and not is_new:
            raise Unavailable("log_end_lost")
        self._note(kept)

    def add(self, entries: int) -> None:
        """So many more are on stable storage."""
        if self._count is not None and entries:
            self._note(self._count + entries)

    def end(self) -> None:
        """Everything is in the file."""
        if self._count is not None:
            with suppress(OSError):
                self._lock.note("")
            self._count = None

    def _note(self, count: int) -> None:
        self._count = count
        # What cannot be noted was stored all the same.
        with suppress(OSError):
            self._lock.note(str(count))
