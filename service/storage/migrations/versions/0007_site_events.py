"""What happened to sites apart from decisions, and where the log of it ends."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    nothing, zero = sa.text("''"), sa.text("0")
    op.add_column(
        "sites", sa.Column("events_count", sa.Integer(), nullable=False, server_default=zero)
    )
    op.add_column(
        "sites", sa.Column("events_head", sa.Text(), nullable=False, server_default=nothing)
    )
    op.create_table(
        "site_events",
        sa.Column("id", LONG, primary_key=True, autoincrement=False),
        sa.Column("site_id", LONG, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("at", LONG, nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("about_id", sa.Text(), nullable=True),
        sa.Column("about_name", sa.Text(), nullable=True),
        sa.Column("details", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("undoes", sa.Text(), nullable=True),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_site_events"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_site_events_site_id_sites"),
        sa.UniqueConstraint("public_id", name="uq_site_events_public_id"),
        sa.UniqueConstraint("site_id", "position", name="uq_site_events_site_id_position"),
    )
    op.create_index("ix_site_events_site_id_id", "site_events", ["site_id", "id"])
