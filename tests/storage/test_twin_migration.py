"""Imported comments of a database from before two systems could have brought one."""

from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio.engine import create_async_engine

from service.storage.migrate import alembic_config
from tests.storage.test_thread_migration import SITE, empty_database  # noqa: F401 -- a fixture

ROW = (
    "INSERT INTO imported_comments (site_id, source, instance, external_id, comment_id, run,"
    " thread, digest, version, said) VALUES (3, :source, 'x', :id, :comment, 'r', '/a', '', 1,"
    " :said)"
)
ROWS = (
    ("disqus", "77", 1, "{}"),
    ("wordpress", "5/1", 2, '{"extra": {"dsq_post_id": "78"}}'),
    ("wordpress", "5/2", 3, '{"extra": {"note": "dsq_post_id"}}'),
    ("wordpress", "5/3", None, '{"extra": {"dsq_post_id": "79"}}'),
)


def _fill(connection: Connection) -> None:
    command.upgrade(alembic_config(connection), "0018")
    connection.execute(text(SITE))
    for source, id_, comment, said in ROWS:
        values = {"source": source, "id": id_, "comment": comment, "said": said}
        connection.execute(text(ROW), values)
    command.upgrade(alembic_config(connection), "head")


async def test_they_get_the_names_that_their_twins_have(empty_database: str) -> None:  # noqa: F811
    url = empty_database.replace("postgresql://", "postgresql+asyncpg://")
    engine = create_async_engine(url if "://" in url else f"sqlite+aiosqlite:///{url}")

    async with engine.begin() as connection:
        await connection.run_sync(_fill)
        rows = await connection.execute(text("SELECT external_id, twin FROM imported_comments"))
        found = {row[0]: row[1] for row in rows}
    await engine.dispose()

    assert found == {"77": "disqus:77", "5/1": "disqus:78", "5/2": None, "5/3": None}
