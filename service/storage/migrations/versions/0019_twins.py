"""Comments may have come from two systems."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = "imported_comments"
HAS_TWIN = sa.text("twin IS NOT NULL")


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("twin", sa.Text(), nullable=True))
    op.add_column(
        TABLE, sa.Column("merged", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "ix_imported_comments_twin",
        TABLE,
        ["site_id", "twin"],
        sqlite_where=HAS_TWIN,
        postgresql_where=HAS_TWIN,
    )
    rows = sa.table(TABLE, *map(sa.column, ("source", "external_id", "comment_id", "twin")))
    op.execute(
        sa.update(rows)
        .where(rows.c.source == "disqus", rows.c.comment_id.isnot(None))
        .values(twin="disqus:" + rows.c.external_id)
    )
    _of_wordpress(op.get_bind())


def _of_wordpress(connection: sa.Connection) -> None:
    rows = sa.table(TABLE, sa.column("comment_id"), sa.column("said", sa.JSON), sa.column("twin"))
    some = sa.select(rows.c.comment_id, rows.c.said).where(
        rows.c.comment_id.isnot(None), sa.cast(rows.c.said, sa.Text).like("%dsq_post_id%")
    )
    for comment_id, said in connection.execute(some).all():
        number = said.get("extra", {}).get("dsq_post_id")
        if number:
            is_it = rows.c.comment_id == comment_id
            connection.execute(sa.update(rows).where(is_it).values(twin=f"disqus:{number}"))
