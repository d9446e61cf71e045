"""Readers' votes, what they make of a comment, and what a feed of a site is read from."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EDITED = sa.text("status != 'approved' AND published IS NOT NULL")


def upgrade() -> None:
    op.add_column(
        "comments", sa.Column("esteem", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    op.create_index(
        "ix_comments_edited",
        "comments",
        ["site_id", "id"],
        sqlite_where=EDITED,
        postgresql_where=EDITED,
    )
    op.create_table(
        "votes",
        sa.Column("site_id", LONG, nullable=False),
        sa.Column("comment_id", LONG, nullable=False),
        sa.Column("voter", sa.Text(), nullable=False),
        sa.Column("crowd", sa.Text(), nullable=False),
        sa.Column("vote", sa.Text(), nullable=False),
        sa.Column("at", LONG, nullable=False),
        sa.PrimaryKeyConstraint("comment_id", "voter", name="pk_votes"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_votes_site_id_sites"),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name="fk_votes_comment_id_comments"
        ),
    )
    op.create_index("ix_votes_crowd", "votes", ["comment_id", "crowd"])
