"""Threads that went into other ones, for the way back."""

from sqlalchemy import PrimaryKeyConstraint, Table
from sqlalchemy.schema import Column

from service.storage.tables.columns import ID, metadata, moment, site, values, words

# A thread that went into another one: `was` is its row with its addresses, for the way back. No
# foreign keys: both threads may be gone by then.
merges = Table(
    "merges",
    metadata,
    words("public_id"),
    site(),
    Column("into_id", ID, nullable=False),
    values("was"),
    moment("at"),
    PrimaryKeyConstraint("public_id"),
)

# Which branches came with it, by their roots: what was answered since goes back with them.
merged_branches = Table(
    "merged_branches",
    metadata,
    words("merge"),
    Column("root_id", ID, nullable=False),
    site(),
    PrimaryKeyConstraint("merge", "root_id"),
)
