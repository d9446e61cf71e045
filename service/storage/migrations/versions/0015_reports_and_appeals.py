"""Readers report comments, and authors appeal."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("settled_by IS NULL")


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _of_a_comment() -> list[sa.Column[int]]:
    return [
        sa.Column("id", ID, nullable=False, autoincrement=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("comment_id", ID, nullable=False),
    ]


def _references(table: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=f"fk_{table}_site_id"),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=f"fk_{table}_comment_id"),
    ]


def upgrade() -> None:
    op.create_table(
        "reports",
        *_of_a_comment(),
        sa.Column("revision", sa.Integer(), nullable=False),
        _text("reason"),
        _text("text", nullable=True),
        _text("network"),
        _text("area"),
        _text("proof", nullable=True),
        sa.Column("at", ID, nullable=False),
        _text("settled_by", nullable=True),
        *_references("reports"),
        sa.UniqueConstraint(
            "comment_id",
            "revision",
            "network",
            name="uq_reports_comment_id_revision_network",
        ),
    )
    op.create_table(
        "appeals",
        *_of_a_comment(),
        _text("against"),
        _text("text"),
        sa.Column("at", ID, nullable=False),
        _text("state"),
        _text("answer", nullable=True),
        _text("settled_by", nullable=True),
        *_references("appeals"),
        sa.UniqueConstraint("comment_id", name="uq_appeals_comment_id"),
    )
    for table in ("reports", "appeals"):
        op.create_index(
            f"ix_{table}_open",
            table,
            ["site_id", "comment_id"],
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )
