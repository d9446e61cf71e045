"""Sites, their pages' threads, and the addresses by which a thread is found."""

from sqlalchemy import (
    Boolean,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
    true,
)
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

# log_count and log_head note apart where the site's hash chain ends, so that a cut tail shows;
# events_count and events_head do so for the log of its events.
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
    Column("events_count", Integer, nullable=False, server_default=text("0")),
    Column("events_head", Text, nullable=False, server_default=text("''")),
    Column("votes", Boolean, nullable=False, server_default=true()),
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

# Rows are only added. What is done to a site, in the order of its chain.
site_events = Table(
    "site_events",
    metadata,
    own_id(),
    site(),
    number("position"),
    words("public_id"),
    moment("at"),
    words("act"),
    words("actor_id"),
    words("actor_name"),
    words("about_id", nullable=True),
    words("about_name", nullable=True),
    values("details"),
    words("undoes", nullable=True),
    words("previous"),
    words("hash"),
    UniqueConstraint("public_id"),
    UniqueConstraint("site_id", "position"),
)
Index("ix_site_events_site_id_id", site_events.c.site_id, site_events.c.id)
