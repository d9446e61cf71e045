"""Sites, their pages' threads, and the addresses by which a thread is found."""

from sqlalchemy import (
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import Column

from service.storage.tables.columns import (
    ID,
    metadata,
    moment,
    number,
    own_id,
    reference,
    site,
    values,
    words,
)

# log_count and log_head note apart where the site's hash chain ends, so that a cut tail shows.
sites = Table(
    "sites",
    metadata,
    own_id(),
    words("slug"),
    words("name"),
    words("language"),
    values("origins"),
    values("hosts"),
    Column("secret", LargeBinary, nullable=False),
    words("moderation"),
    values("parameters"),
    number("edit_minutes"),
    number("log_count"),
    words("log_head"),
    UniqueConstraint("slug"),
)

threads = Table(
    "threads",
    metadata,
    own_id(),
    site(),
    words("key"),
    words("url", nullable=True),
    words("title", nullable=True),
    moment("closed_at", nullable=True),
    moment("created_at"),
    Column("public_id", Text, nullable=False, server_default=text("''")),
    UniqueConstraint("site_id", "key"),
)
Index("ix_threads_public_id", threads.c.public_id, unique=True)

# Every address of a thread, its own key included: so no address can ever mean two threads.
thread_aliases = Table(
    "thread_aliases",
    metadata,
    site(),
    words("key"),
    reference("thread_id", "threads"),
    PrimaryKeyConstraint("site_id", "key"),
)

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
