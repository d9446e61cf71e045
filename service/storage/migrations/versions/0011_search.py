"""Full-text search of comments. What is there already is taken in later, by the server."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORDS = sa.Text().with_variant(TSVECTOR(), "postgresql")

# Words come folded and apart from each other, so that the simplest tokenizer does; it is what rules
# are found by that has signs in it.
FTS = """
CREATE VIRTUAL TABLE search_index USING fts5(
  words, content='search_documents', content_rowid='comment_id',
  tokenize="ascii tokenchars '=_'", prefix='1 2', detail=none, columnsize=0
)
"""
TAKE_OUT = (
    "INSERT INTO search_index (search_index, rowid, words)"
    " VALUES ('delete', old.comment_id, old.words);"
)
PUT_IN = "INSERT INTO search_index (rowid, words) VALUES (new.comment_id, new.words);"
TRIGGERS = {"insert": PUT_IN, "delete": TAKE_OUT, "update": TAKE_OUT + PUT_IN}


def upgrade() -> None:
    op.create_table(
        "search_documents",
        sa.Column("comment_id", ID, autoincrement=False, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("comment_id", name="pk_search_documents"),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name="fk_search_documents_comment_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_search_documents_site_id"),
    )
    op.create_table(
        "search_marks",
        sa.Column("site_id", ID, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", name="pk_search_marks"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_search_marks_site_id"),
    )
    op.create_table(
        "search_state",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("swept", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_state"),
    )
    op.execute("INSERT INTO search_marks (site_id, position) SELECT id, log_count FROM sites")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(FTS)
        for what, steps in TRIGGERS.items():
            op.execute(
                f"CREATE TRIGGER search_index_{what} AFTER {what} ON search_documents"
                f" BEGIN {steps} END"
            )
    else:
        op.create_index(
            "ix_search_documents_words",
            "search_documents",
            ["words"],
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        )
