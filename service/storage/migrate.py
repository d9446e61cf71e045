"""Brings a database to this version's data model, at start."""

from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.errors import ReactieError, Unavailable
from service.storage.new_database import is_new, make_tables

HEAD = "0019"
"""The newest migration. Held to the files in `migrations/versions` by a test."""
KNOWN = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0014",
    "0015",
    "0016",
    "0017",
    "0018",
    "0019",
)

_VERSION = text("SELECT version_num FROM alembic_version")
# Replicas that start together migrate one after the other. The number is ours alone.
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7239485713)")


async def version_of(connection: AsyncConnection) -> str | None:
    """The version that the database is at, None for an empty one."""
    if not await connection.run_sync(_is_migrated):
        return None
    version: str | None = await connection.scalar(_VERSION)
    return version


async def require_head(connection: AsyncConnection) -> None:
    """Raises ReactieError `database_too_new`, Unavailable `database_not_ready` if it is behind."""
    found = await version_of(connection)
    _refuse_newer(found)
    if found != HEAD:
        raise Unavailable("database_not_ready")


async def bring_to_head(connection: AsyncConnection) -> None:
    """Brings the database to HEAD in one transaction; at HEAD already, it costs one query.

    Raises ReactieError `database_too_new`.
    """
    async with connection.begin():
        if await version_of(connection) == HEAD:
            return
    async with connection.begin():
        if connection.dialect.name == "postgresql":
            await connection.execute(_ONE_AT_A_TIME)
        found = await version_of(connection)
        _refuse_newer(found)
        if found != HEAD:
            await connection.run_sync(_upgrade)


def _refuse_newer(found: str | None) -> None:
    if found is not None and found not in KNOWN:
        raise ReactieError("database_too_new")


def _upgrade(connection: Connection) -> None:
    if is_new(connection):
        make_tables(connection, HEAD)
    else:
        run_migrations(connection)


def run_migrations(connection: Connection) -> None:
    """Runs what the database has not had yet."""
    # Imported here: a start that has nothing to migrate does not pay for it.
    from alembic import command  # noqa: PLC0415

    command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: Connection) -> Any:
    """Alembic's settings, for the migrations that come with this package."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "service.storage:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _is_migrated(connection: Connection) -> bool:
    return inspect(connection).has_table("alembic_version")
