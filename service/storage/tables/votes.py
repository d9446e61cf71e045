"""Readers' votes on comments."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from service.storage.tables.columns import metadata, moment, reference, site, words

# One row a voter and comment; who takes his vote back leaves none.
votes = Table(
    "votes",
    metadata,
    site(),
    reference("comment_id", "comments"),
    words("voter"),
    words("crowd"),
    words("vote"),
    moment("at"),
    PrimaryKeyConstraint("comment_id", "voter"),
)
Index("ix_votes_crowd", votes.c.comment_id, votes.c.crowd)
