"""Who may moderate: people, their sessions and links, tokens for programs, and what happened."""

from sqlalchemy import Index, LargeBinary, PrimaryKeyConstraint, Table, UniqueConstraint
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

# email_key is the casefolded address: one account an address. role is the one on every site, or
# "none"; site_roles are those on single sites, by the site's id. So it is for tokens and links.
moderators = Table(
    "moderators",
    metadata,
    own_id(),
    site(nullable=True),
    words("public_id"),
    words("name"),
    words("email"),
    words("email_key"),
    words("role"),
    words("password", nullable=True),
    moment("created_at"),
    values("site_roles", nullable=True),
    words("totp_secret", nullable=True),
    number("totp_step", nullable=True),
    UniqueConstraint("public_id"),
    UniqueConstraint("email_key"),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    reference("moderator_id", "moderators"),
    words("code_hash"),
    PrimaryKeyConstraint("moderator_id", "code_hash"),
)

sessions = Table(
    "sessions",
    metadata,
    own_id(),
    site(nullable=True),
    words("public_id"),
    reference("moderator_id", "moderators"),
    words("secret_hash"),
    moment("created_at"),
    moment("seen_at"),
    moment("expires_at"),
    words("agent", nullable=True),
    words("network"),
    UniqueConstraint("public_id"),
)
Index("ix_sessions_moderator_id", sessions.c.moderator_id)

api_tokens = Table(
    "api_tokens",
    metadata,
    own_id(),
    site(nullable=True),
    words("public_id"),
    words("name"),
    words("role"),
    words("secret_hash"),
    moment("created_at"),
    moment("expires_at", nullable=True),
    words("created_by", nullable=True),
    values("site_roles", nullable=True),
    UniqueConstraint("public_id"),
)

one_time_links = Table(
    "one_time_links",
    metadata,
    own_id(),
    site(nullable=True),
    words("public_id"),
    words("kind"),
    words("secret_hash"),
    words("role"),
    values("site_roles"),
    words("name", nullable=True),
    reference("moderator_id", "moderators", nullable=True),
    words("second_factor"),
    words("created_by"),
    moment("created_at"),
    moment("expires_at"),
    UniqueConstraint("public_id"),
)

# Rows are only added. Its keyset is its own id, which grows with time.
account_events = Table(
    "account_events",
    metadata,
    own_id(),
    site(nullable=True),
    words("public_id"),
    moment("at"),
    words("act"),
    words("actor_id"),
    words("actor_name"),
    words("about_id", nullable=True),
    words("about_name", nullable=True),
    words("network", nullable=True),
    values("details"),
    UniqueConstraint("public_id"),
)

# One row: what belongs to no site. Acts on accounts that look at several of them lock it.
installation = Table(
    "installation",
    metadata,
    own_id(),
    Column("secret", LargeBinary, nullable=False),
)
