"""What comments are searched by, kept beside them: losing it costs only time."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text
from sqlalchemy.dialects.postgresql.types import TSVECTOR

from service.storage.tables.columns import ID, metadata, number, own_id, site

# `number` is the revision whose terms and rules the words are. On SQLite triggers keep a full-text
# index of them, `search_index` (FTS5); whoever takes a row away takes it from there too.
search_documents = Table(
    "search_documents",
    metadata,
    Column(
        "comment_id",
        ID,
        ForeignKey("comments.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    site(),
    number("number"),
    Column("words", Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
)
# Without PostgreSQL's list of what is to be put in later: every search would read it through.
Index(
    "ix_search_documents_words",
    search_documents.c.words,
    info={"postgresql": {"using": "gin", "with": {"fastupdate": "off"}}},
).ddl_if(dialect="postgresql")

# How far the index has come: of each site, the place in its log up to which texts were taken in.
search_marks = Table(
    "search_marks",
    metadata,
    Column("site_id", ID, ForeignKey("sites.id"), primary_key=True, autoincrement=False),
    number("position"),
)

# One row, or none yet: `version` is that of the terms, `round` counts every change, `swept` is the
# id of the last comment that was taken in in the order of ids.
search_state = Table(
    "search_state",
    metadata,
    own_id(),
    number("version"),
    number("round"),
    Column("swept", ID, nullable=False),
)
