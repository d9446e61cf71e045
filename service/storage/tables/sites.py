"""Sites, their pages' threads, and the addresses by which a thread is found."""

from sqlalchemy import LargeBinary, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.schema import Column

from service.storage.tables.columns import (
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
    UniqueConstraint("site_id", "key"),
)

# Every address of a thread, its own key included: so no address can ever mean two threads.
thread_aliases = Table(
    "thread_aliases",
    metadata,
    site(),
    words("key"),
    reference("thread_id", "threads"),
    PrimaryKeyConstraint("site_id", "key"),
)
