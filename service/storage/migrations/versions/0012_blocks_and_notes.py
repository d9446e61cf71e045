"""Blocks say who made them, when they end and whom they mean; notes on authors."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # Nothing ever wrote to either: there was no way to block anybody.
    op.drop_column("identities", "blocked_until")
    op.drop_table("blocks")
    op.create_table(
        "blocks",
        *_kept("blocks"),
        sa.Column("until", LONG, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.UniqueConstraint("site_id", "kind", "value", name="uq_blocks_site_id_kind_value"),
    )
    op.create_table(
        "author_notes", *_kept("author_notes"), sa.Column("text", sa.Text(), nullable=False)
    )
    op.create_index("ix_author_notes_mark", "author_notes", ["site_id", "kind", "value", "id"])


def _kept(table: str) -> list[sa.Column[int] | sa.Column[str] | sa.Constraint]:
    names = ("public_id", "kind", "value", "label", "comment", "by_id", "by_name")
    return [
        sa.Column("id", LONG, nullable=False, autoincrement=False),
        sa.Column("site_id", LONG, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in names),
        sa.Column("created_at", LONG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("public_id", name=f"uq_{table}_public_id"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=f"fk_{table}_site_id"),
    ]
