"""Who gave a rule set its state, after which replay, and what shadow rule sets said."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("revisions", sa.Column("shadow", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("rule_sets", sa.Column("moved_by", sa.Text(), nullable=True))
    op.add_column("rule_sets", sa.Column("moved_at", MOMENT, nullable=True))
    op.add_column("rule_sets", sa.Column("replay", sa.Text(), nullable=True))
