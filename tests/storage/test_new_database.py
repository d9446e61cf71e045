"""A new SQLite file is made in one step, and is what the migrations would make."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, text

from service.storage import migrate, new_database, open_storage
from service.storage.migrations.as_sql import as_sql, described
from tests.storage.making import TickingClock


def test_a_new_file_is_made_as_the_migrations_make_it() -> None:
    """`make schema` does so."""
    assert as_sql() == new_database.FILE.read_text("utf-8")


async def test_a_new_file_is_what_its_description_says_and_knows_its_version(
    tmp_path: Path, clock: TickingClock
) -> None:
    secrets = set()
    for name in ("a.db", "b.db"):
        file = tmp_path / name
        async with open_storage(str(file), clock=clock):
            pass
        with create_engine(f"sqlite:///{file}").connect() as connection:
            assert described(connection) == new_database.FILE.read_text("utf-8")
            assert (
                connection.scalar(text("SELECT version_num FROM alembic_version")) == migrate.HEAD
            )
            secrets.add(connection.scalar(text("SELECT secret FROM installation")))

    assert {len(each) for each in secrets} == {32}
    assert len(secrets) == 2


async def test_a_file_with_tables_of_others_is_migrated_beside_them(
    tmp_path: Path, clock: TickingClock
) -> None:
    file = tmp_path / "theirs.db"
    with closing(sqlite3.connect(file)) as theirs:
        theirs.execute("CREATE TABLE theirs (word)")

    async with open_storage(str(file), clock=clock) as storage:
        assert await storage.sites.by_slug("blog") is None

    with closing(sqlite3.connect(file)) as theirs:
        assert theirs.execute("SELECT count(*) FROM theirs").fetchone() == (0,)
