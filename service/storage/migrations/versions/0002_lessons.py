"""An index of the comments that people decided on: the learned model's lessons."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DECIDED = sa.text("credit <> 0")


def upgrade() -> None:
    op.create_index(
        "ix_comments_lessons",
        "comments",
        ["site_id", "id"],
        sqlite_where=DECIDED,
        postgresql_where=DECIDED,
    )
