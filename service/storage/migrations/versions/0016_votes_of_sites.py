"""A site may have no votes."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    votes: sa.Column[bool] = sa.Column(
        "votes", sa.Boolean(), nullable=False, server_default=sa.true()
    )
    op.add_column("sites", votes)
