"""How likely each comment is bad, so that the queue can begin with the most suspicious."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    zero = sa.text("0")
    op.add_column(
        "comments", sa.Column("suspicion", sa.Integer(), nullable=False, server_default=zero)
    )
