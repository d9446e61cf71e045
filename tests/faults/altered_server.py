"""`reactie` with something altered: `-m tests.faults.altered_server '{"NAME": VALUE}' serve …`.

Some alterations bring a fault about, at a door of the process. The others are the controls: they
take a precaution out, and the fault must then do its harm.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from service import serving
from service.__main__ import main
from service.domain.clock import SteadyClock
from service.storage import failures, lock_file, migrate, one_trip, sqlite
from tests.benchmarks import watched_server
from tests.faults import sqlite_door

_EARLY_SECONDS = 0.3


def record(file: str) -> None:
    """Writes down every write and flush of the database."""
    sqlite_door.stand_in(sqlite_door.Recorder(Path(file)))


def breaking(switch: str) -> None:
    """The disk breaks as the switch says."""
    sqlite_door.stand_in(sqlite_door.Breaker(Path(switch)))


def synchronous(level: str) -> None:
    """SQLite flushes at other moments than ours."""
    prepare = sqlite._prepare_writer

    def altered(connection: Any, record: object) -> None:
        prepare(connection, record)
        connection.execute(f"PRAGMA synchronous={level}")

    sqlite._prepare_writer = altered


def early(_: object) -> None:
    """Answers before the commit, which comes up to 0.3 seconds later."""
    committed = [time.monotonic()]

    def transact(self: Any, work: Callable[[Any], Any]) -> Any:
        if self._in_thread is None:
            self._in_thread = self._shared()
        if not self._in_thread.in_transaction():
            self._in_thread.begin()
        done = work(self._in_thread)
        if time.monotonic() - committed[0] > _EARLY_SECONDS:
            self._in_thread.commit()
            committed[0] = time.monotonic()
        return done

    one_trip.OneTripConnection._transact = transact  # type: ignore[method-assign]


def shrugging(_: object) -> None:
    """Takes what a full or broken disk answers for a mistake of its own."""
    failures._SQLITE_OUTAGES.clear()


def impatient(_: object) -> None:
    """Waits for no lock."""
    lock_file.PATIENCE_SECONDS = 0.0
    sqlite.BUSY_SECONDS = 0.0


def unlocked(_: object) -> None:
    """Takes every lock for free."""
    lock_file.LockFile.take = lambda self: True  # type: ignore[method-assign]


class _Whatever(int):
    """A version that is never another."""

    __hash__ = int.__hash__

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False


def last_wins(_: object) -> None:
    """Decides on a comment as it stands, whatever version the moderator saw."""
    from service.web.admin import decide as door  # noqa: PLC0415 -- the server, not the commands

    decide = door.decide

    async def whatever(public_id: str, action: Any, **given: Any) -> Any:
        return await decide(public_id, action, **{**given, "version": _Whatever()})

    door.decide = whatever


def clock(file: str) -> None:
    """The clock is as many seconds off as the file says at the moment."""
    real_ns, shift = time.time_ns, Path(file)

    def shifted_ns() -> int:
        return real_ns() + int(float(shift.read_text()) * 1e9)

    time.time_ns = shifted_ns
    time.time = lambda: shifted_ns() / 1e9


def unsteady(_: object) -> None:
    """Takes the system's clock as it is."""
    SteadyClock.__call__ = lambda self: time.time_ns() // 1_000_000  # type: ignore[method-assign]


def dying_at(statement: int) -> None:
    """Is killed before that statement of the migration."""
    left = [statement]

    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)


def counted(file: str) -> None:
    """Writes down how many statements the migration took, with those before it."""
    seen = [0]
    upgrade = migrate._upgrade

    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_: Any) -> None:
        seen[0] += 1

    def then_noted(connection: Any) -> None:
        upgrade(connection)
        Path(file).write_text(str(seen[0]))

    migrate._upgrade = then_noted


def piecemeal(_: object) -> None:
    """Each statement of a migration is committed by itself."""

    @event.listens_for(Engine, "after_cursor_execute")
    def commit(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.split(maxsplit=1)[0].upper() in {
            "CREATE",
            "ALTER",
            "UPDATE",
            "INSERT",
            "DROP",
        }:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("BEGIN")


def watched(file: str) -> None:
    """Its event loop is watched; the ticks are in the file when it has ended."""
    watched_server._FILE = file
    serving.serve = watched_server._watched


def leaking(_: object) -> None:
    """Keeps a little of every request for ever, and a file open."""
    from service.storage.storage import SqlStorage  # noqa: PLC0415

    kept: list[Any] = []
    accept = SqlStorage.accept

    async def keeping(self: Any, new: Any) -> Any:
        kept.append((bytearray(b"x" * 1_000_000), Path(os.devnull).open()))  # noqa: SIM115, ASYNC230
        return await accept(self, new)

    SqlStorage.accept = keeping  # type: ignore[method-assign]


ALTERATIONS: Mapping[str, Callable[[Any], None]] = {
    act.__name__: act
    for act in (
        record,
        breaking,
        synchronous,
        early,
        shrugging,
        impatient,
        unlocked,
        last_wins,
        clock,
        unsteady,
        dying_at,
        counted,
        piecemeal,
        watched,
        leaking,
    )
}

if __name__ == "__main__":
    for name, value in json.loads(sys.argv.pop(1)).items():
        ALTERATIONS[name](value)
    main()
