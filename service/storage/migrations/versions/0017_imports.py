"""Comments come along from elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ANCHORED = sa.text("anchor IS NOT NULL")
ORPHANED = sa.text("orphan_of IS NOT NULL")


def _texts(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def _of_a_source(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("site_id", ID, nullable=False),
        *_texts("source", "instance", "external_id"),
        sa.PrimaryKeyConstraint("site_id", "source", "instance", "external_id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=f"fk_{table}_site_id"),
    ]


def upgrade() -> None:
    op.add_column("revisions", sa.Column("source", sa.Text(), nullable=True))
    op.add_column("revisions", sa.Column("form", sa.Text(), nullable=True))
    op.create_table(
        "imported_threads",
        *_of_a_source("imported_threads"),
        *_texts("key", "run"),
        sa.Column("created_at", ID, nullable=True),
    )
    op.create_table(
        "imported_comments",
        *_of_a_source("imported_comments"),
        sa.Column("comment_id", ID, nullable=True),
        *_texts("run", "thread"),
        *_texts("orphan_of", "anchor", nullable=True),
        *_texts("digest"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("said", sa.JSON(), nullable=False),
    )
    table = "imported_comments"
    op.create_index("ix_imported_comments_comment_id", table, ["comment_id"])
    op.create_index("ix_imported_comments_run", table, ["run"])
    op.create_index(
        "ix_imported_comments_anchor",
        table,
        ["site_id", "anchor"],
        sqlite_where=ANCHORED,
        postgresql_where=ANCHORED,
    )
    op.create_index(
        "ix_imported_comments_orphans",
        table,
        ["site_id", "source", "instance", "orphan_of"],
        sqlite_where=ORPHANED,
        postgresql_where=ORPHANED,
    )
    op.create_table(
        "import_problems",
        *_texts("run"),
        sa.Column("place", sa.Integer(), nullable=False),
        *_texts("reason", "outcome", "file"),
        sa.Column("line", ID, nullable=True),
        sa.Column("offset", ID, nullable=True),
        *_texts("about", nullable=True),
        *_texts("excerpt"),
        sa.PrimaryKeyConstraint("run", "place", name="pk_import_problems"),
    )
