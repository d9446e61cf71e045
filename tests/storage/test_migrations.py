"""What a start does to a database: a new one, one that is up to date, one that is not ours."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio.engine import AsyncEngine, create_async_engine

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.domain.errors import NotFound, ReactieError, Unavailable
from service.storage import migrate, open_storage
from service.storage.inserts import COMMENTS, DECISIONS, FINDINGS, KEYS, REVISIONS
from service.storage.tables import described, metadata
from service.usecases.verify_log import verify_log
from tests.storage.making import Maker, TickingClock


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "new.db")
    address: str = request.getfixturevalue("empty_postgres_database")
    return address


@pytest.fixture
async def engine(empty_database: str) -> AsyncIterator[AsyncEngine]:
    """Looks at the database behind the storage's back."""
    if empty_database.startswith("postgresql"):
        url = empty_database.replace("postgresql://", "postgresql+asyncpg://")
    else:
        url = f"sqlite+aiosqlite:///{empty_database}"
    made = create_async_engine(url)
    yield made
    await made.dispose()


async def test_a_new_database_has_exactly_the_described_tables(
    empty_database: str, engine: AsyncEngine, clock: TickingClock
) -> None:
    async with open_storage(empty_database, clock=clock), engine.connect() as connection:
        differences = await connection.run_sync(_differences)

    assert differences == []


def _differences(connection: Connection) -> list[Any]:
    options = {
        "compare_type": True,
        "compare_server_default": True,
        "include_object": partial(_is_described, connection.dialect.name),
    }
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, described()))


def _is_described(database: str, _object: object, name: str | None, kind: str, *_: object) -> bool:
    """SQLite's full-text index, and the tables it makes for itself, stand in no description; the
    index of PostgreSQL is its alone."""
    if kind == "index" and name == "ix_search_documents_words":
        return database == "postgresql"
    return kind != "table" or name is None or not name.startswith("search_index")


async def test_starting_again_keeps_everything(empty_database: str, clock: TickingClock) -> None:
    async with open_storage(empty_database, clock=clock) as storage:
        make = Maker(storage, clock, await Maker(storage, clock).site("blog"))
        comment = await make.comment()

    async with open_storage(empty_database, clock=clock) as again:
        assert await again.comments.by_public_id(comment.public_id) == comment


async def test_comments_of_before_there_were_clusters_are_each_in_their_own(
    empty_database: str, engine: AsyncEngine, clock: TickingClock
) -> None:
    async with open_storage(empty_database, clock=clock) as storage:
        make = Maker(storage, clock, await Maker(storage, clock).site("blog"))
        made = [await make.comment(published=False, cluster=7) for _ in range(3)]
        await make.reject(made[2])
    async with engine.begin() as connection:
        for statement in (
            "DROP INDEX ix_comments_clusters",
            "DROP INDEX ix_decisions_bulk",
            "ALTER TABLE comments DROP COLUMN cluster",
            "ALTER TABLE decisions DROP COLUMN bulk",
            "UPDATE alembic_version SET version_num = '0003'",
        ):
            await connection.execute(text(statement))
        # This one step: those after it left their traces already.
        await connection.run_sync(
            lambda opened: command.upgrade(migrate.alembic_config(opened), "0004")
        )
        await connection.execute(text(f"UPDATE alembic_version SET version_num = '{migrate.HEAD}'"))

    async with open_storage(empty_database, clock=clock) as again:
        wanted = QueueFilter(status=Status.PENDING)
        shown, _ = await again.comments.clusters(wanted, None, 50)
        turned_away = await again.comments.by_public_id(made[2].public_id)
        site = await again.sites.by_slug("blog")
        assert site is not None
        report = await verify_log(site, storage=again)

    assert [(one.comment.id, one.comment.cluster, one.similar) for one in shown] == [
        (comment.id, comment.id, 0) for comment in made[:2]
    ]
    assert turned_away is not None
    assert turned_away.cluster == turned_away.id
    assert (report.checked, report.problem) == (4, None)


async def test_comments_of_before_there_was_a_search_index_are_found_and_taken_in(
    empty_database: str, engine: AsyncEngine, clock: TickingClock
) -> None:
    async with open_storage(empty_database, clock=clock) as storage:
        make = Maker(storage, clock, await Maker(storage, clock).site("blog"))
        for said in ("een", "twee"):
            await make.comment(text=said)
    async with engine.begin() as connection:
        for table in ("documents", "marks", "state"):
            await connection.execute(text(f"DROP TABLE search_{table}"))
        await connection.execute(text("DROP TABLE IF EXISTS search_index"))
        await connection.execute(text("UPDATE alembic_version SET version_num = '0010'"))
        await connection.run_sync(
            lambda opened: command.upgrade(migrate.alembic_config(opened), "0011")
        )
        await connection.execute(text(f"UPDATE alembic_version SET version_num = '{migrate.HEAD}'"))

    async with open_storage(empty_database, clock=clock) as again:
        wanted = QueueFilter(words="een")
        assert await again.comments.count(wanted) == 1
        assert await again.search_index.take_in(10) == 2
        assert await again.comments.count(wanted) == 1


async def test_ids_go_on_above_those_in_the_database(
    empty_database: str, clock: TickingClock
) -> None:
    async with open_storage(empty_database, clock=clock) as storage:
        make = Maker(storage, clock, await Maker(storage, clock).site("blog"))
        before = await make.comment()
    clock.now -= 365 * 86_400_000

    async with open_storage(empty_database, clock=clock) as again:
        after = await Maker(again, clock, make.the_site).comment()

    assert after.id > before.id


async def test_replicas_that_start_together_migrate_once(
    empty_database: str, clock: TickingClock
) -> None:
    async def start() -> None:
        async with open_storage(empty_database, clock=clock):
            pass

    await asyncio.gather(*(start() for _ in range(3)))


async def test_a_database_of_a_newer_version_is_refused(
    empty_database: str, engine: AsyncEngine, clock: TickingClock
) -> None:
    async with open_storage(empty_database, clock=clock):
        pass
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    for read_only in (False, True):
        with pytest.raises(ReactieError, match="database_too_new"):
            async with open_storage(empty_database, clock=clock, read_only=read_only):
                pass


async def test_a_migration_that_fails_half_way_leaves_nothing(
    empty_database: str, engine: AsyncEngine, clock: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade = migrate._upgrade

    def broken(connection: Connection) -> None:
        upgrade(connection)
        raise RuntimeError

    monkeypatch.setattr(migrate, "_upgrade", broken)
    with pytest.raises(RuntimeError):
        async with open_storage(empty_database, clock=clock):
            pass
    monkeypatch.undo()

    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: sync.dialect.get_table_names(sync))
    assert tables == []
    async with open_storage(empty_database, clock=clock) as storage:
        assert await storage.is_ready()


async def test_reading_only_makes_and_changes_nothing(
    empty_database: str, engine: AsyncEngine, clock: TickingClock
) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE mine (id INTEGER)"))

    with pytest.raises(Unavailable, match="database_not_ready"):
        async with open_storage(empty_database, clock=clock, read_only=True):
            pass


def test_the_newest_migration_is_the_one_the_start_looks_for() -> None:
    config = migrate.alembic_config(None)  # type: ignore[arg-type]
    scripts = ScriptDirectory.from_config(config)

    known = [script.revision for script in scripts.walk_revisions()]

    assert scripts.get_current_head() == migrate.HEAD
    assert sorted(known) == list(migrate.KNOWN)


def test_a_start_with_nothing_to_migrate_does_not_load_alembic(migrated_file: Path) -> None:
    code = (
        "import asyncio, sys\n"
        "from service.storage import open_storage\n"
        "async def run():\n"
        "    async with open_storage(sys.argv[1], clock=lambda: 1): pass\n"
        "asyncio.run(run())\n"
        "sys.exit('alembic' in sys.modules or 'asyncpg' in sys.modules)\n"
    )

    done = subprocess.run([sys.executable, "-c", code, str(migrated_file)], check=False)

    assert done.returncode == 0


@pytest.fixture
def no_database(sqlite_file: Path) -> Path:
    sqlite_file.write_bytes(b"this is a text, not a database" * 100)
    return sqlite_file


async def test_a_file_that_is_no_database_is_called_damaged(
    no_database: Path, clock: TickingClock
) -> None:
    for read_only in (False, True):
        with pytest.raises(Unavailable, match="database_damaged"):
            async with open_storage(str(no_database), clock=clock, read_only=read_only):
                pass


async def test_a_database_that_is_not_there_cannot_be_read(
    sqlite_file: Path, clock: TickingClock
) -> None:
    with pytest.raises(NotFound, match="no_database"):
        async with open_storage(str(sqlite_file), clock=clock, read_only=True):
            pass

    assert list(sqlite_file.parent.iterdir()) == []


async def test_a_folder_that_is_not_there_is_unavailable(
    tmp_path: Path, clock: TickingClock
) -> None:
    with pytest.raises(Unavailable):
        async with open_storage(str(tmp_path / "none" / "x.db"), clock=clock):
            pass


@pytest.mark.parametrize(
    ("insert", "table"),
    [
        (COMMENTS, "comments"),
        (REVISIONS, "revisions"),
        (FINDINGS, "findings"),
        (DECISIONS, "decisions"),
        (KEYS, "idempotency_keys"),
    ],
)
def test_rows_have_a_cell_for_every_column(insert: Any, table: str) -> None:
    assert insert.columns == tuple(metadata.tables[table].columns.keys())


async def test_an_old_database_file_with_other_tables_is_migrated_beside_them(
    sqlite_file: Path, clock: TickingClock
) -> None:
    with sqlite3.connect(sqlite_file) as other:
        other.execute("CREATE TABLE theirs (id INTEGER)")
    other.close()

    async with open_storage(str(sqlite_file), clock=clock) as storage:
        assert await storage.is_ready()
