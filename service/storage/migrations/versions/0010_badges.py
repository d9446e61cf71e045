"""Comments of the site's own carry a badge, and who wrote them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("badge", "badge_account"):
        op.add_column("comments", sa.Column(name, sa.Text(), nullable=True))
