"""Who may moderate: people, their sessions, and tokens for programs."""

from sqlalchemy import Index, Table, UniqueConstraint

from service.storage.tables.columns import metadata, moment, own_id, reference, site, words

# email_key is the casefolded address: one account an address.
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
    UniqueConstraint("public_id"),
    UniqueConstraint("email_key"),
)

sessions = Table(
    "sessions",
    metadata,
    own_id(),
    site(nullable=True),
    reference("moderator_id", "moderators"),
    words("token_hash"),
    moment("created_at"),
    moment("seen_at"),
    moment("expires_at"),
    UniqueConstraint("token_hash"),
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
    UniqueConstraint("public_id"),
)
