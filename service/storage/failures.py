"""Drivers' errors in our words: an outage is Unavailable, everything else stays what it is."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from service.domain.errors import Unavailable

_SQLITE_OUTAGES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
}
_SQLITE_DAMAGES = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
# https://www.postgresql.org/docs/current/errcodes-appendix.html: connection, resources, operator
# intervention (statement timeouts too), system; lock timeout; a standby; idle in a transaction.
_POSTGRES_OUTAGES = ("08", "53", "57", "58", "55P03", "25006", "25P03", "3D000", "28")
_POSTGRES_COLLISIONS = ("40001", "40P01")


@contextmanager
def outages() -> Iterator[None]:
    """Turns an outage inside the block into Unavailable, a damaged file into Unavailable
    `database_damaged`. Nothing else is touched."""
    try:
        yield
    except Exception as error:
        if is_damage(error):
            raise Unavailable("database_damaged", retry_after=60) from error
        if is_outage(error):
            raise Unavailable from error
        raise


def is_outage(error: BaseException) -> bool:
    """Whether the database could not be reached, or could not take or give anything.

    A statement that fails while an outage is being cleaned up after counts too: SQLite that finds
    the disk full has already undone everything, and knows no savepoint to go back to any more.
    """
    if isinstance(error, DBAPIError) and error.__context__ is not None:
        return _is_outage(error) or is_outage(error.__context__)
    return _is_outage(error)


def _is_outage(error: BaseException) -> bool:
    if isinstance(error, OSError | TimeoutError | PoolTimeout | InterfaceError):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    state = _sqlstate(error)
    if state is not None:
        return state.startswith(_POSTGRES_OUTAGES)
    return _sqlite_code(error) in _SQLITE_OUTAGES or _is_lost_asyncpg(error)


def is_damage(error: BaseException) -> bool:
    """Whether the file is not a database, or a broken one."""
    return _sqlite_code(error) in _SQLITE_DAMAGES


def is_collision(error: BaseException) -> bool:
    """Whether PostgreSQL gave the unit up for the sake of another: trying again may succeed."""
    return _sqlstate(error) in _POSTGRES_COLLISIONS


def _driver_error(error: BaseException) -> Any:
    return error.orig if isinstance(error, DBAPIError) else error


def _sqlstate(error: BaseException) -> str | None:
    state = getattr(_driver_error(error), "sqlstate", None)
    return state if isinstance(state, str) else None


def _sqlite_code(error: BaseException) -> int | None:
    code = getattr(_driver_error(error), "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def _is_lost_asyncpg(error: BaseException) -> bool:
    # Raised while connecting, before SQLAlchemy wraps what the driver raises. Told by name, so
    # that a service on SQLite need not load the other driver.
    kind = type(_driver_error(error))
    return kind.__module__.startswith("asyncpg.") and kind.__name__.endswith("InterfaceError")
