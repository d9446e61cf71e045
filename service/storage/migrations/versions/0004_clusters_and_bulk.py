"""Comments that say nearly the same are a cluster; decisions that were taken in bulk say so."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IN_BULK = sa.text("bulk IS NOT NULL")


def upgrade() -> None:
    # With a default: SQLite adds no other column to a table with rows.
    zero = sa.text("0")
    op.add_column("comments", sa.Column("cluster", ID, nullable=False, server_default=zero))
    op.execute("UPDATE comments SET cluster = id")
    op.create_index("ix_comments_clusters", "comments", ["status", "cluster", "site_id", "id"])
    op.add_column("decisions", sa.Column("bulk", sa.Text(), nullable=True))
    op.create_index(
        "ix_decisions_bulk",
        "decisions",
        ["bulk", "id"],
        sqlite_where=IN_BULK,
        postgresql_where=IN_BULK,
    )
