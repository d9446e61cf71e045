"""Threads have public ids; what went into another thread can be taken out again."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RANDOM = {
    "sqlite": "lower(hex(randomblob(16)))",
    "postgresql": "replace(gen_random_uuid()::text, '-', '')",
}


def upgrade() -> None:
    # With a default: SQLite adds no other column to a table with rows.
    empty = sa.text("''")
    op.add_column(
        "threads", sa.Column("public_id", sa.Text(), nullable=False, server_default=empty)
    )
    op.execute(f"UPDATE threads SET public_id = {RANDOM[op.get_bind().dialect.name]}")  # noqa: S608
    op.create_index("ix_threads_public_id", "threads", ["public_id"], unique=True)
    op.create_table(
        "merges",
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("into_id", ID, nullable=False),
        sa.Column("was", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("at", ID, nullable=False),
        sa.PrimaryKeyConstraint("public_id", name="pk_merges"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_merges_site_id_sites"),
    )
    op.create_table(
        "merged_branches",
        sa.Column("merge", sa.Text(), nullable=False),
        sa.Column("root_id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("merge", "root_id", name="pk_merged_branches"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_merged_branches_site_id_sites"),
    )
