"""What proves visitors, who is kept out, notes on them, and which requests were answered."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint

from service.storage.tables.columns import metadata, moment, number, own_id, site, words

identities = Table(
    "identities",
    metadata,
    own_id(),
    site(),
    words("kind"),
    words("proof"),
    number("approved"),
    number("rejected"),
    moment("created_at"),
    UniqueConstraint("site_id", "kind", "proof"),
)

# Those that hold now, and those that ended without anybody lifting them. The log of what happened
# on the site has those that were lifted or replaced.
blocks = Table(
    "blocks",
    metadata,
    own_id(),
    site(),
    words("public_id"),
    words("kind"),
    words("value"),
    moment("until", nullable=True),
    words("reason", nullable=True),
    words("label"),
    words("comment"),
    words("by_id"),
    words("by_name"),
    moment("created_at"),
    UniqueConstraint("public_id"),
    UniqueConstraint("site_id", "kind", "value"),
)

author_notes = Table(
    "author_notes",
    metadata,
    own_id(),
    site(),
    words("public_id"),
    words("kind"),
    words("value"),
    words("text"),
    words("label"),
    words("comment"),
    words("by_id"),
    words("by_name"),
    moment("created_at"),
    UniqueConstraint("public_id"),
)
Index(
    "ix_author_notes_mark",
    author_notes.c.site_id,
    author_notes.c.kind,
    author_notes.c.value,
    author_notes.c.id,
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    site(),
    words("key"),
    words("request_hash"),
    words("comment"),
    moment("created_at"),
    PrimaryKeyConstraint("site_id", "key"),
)
Index("ix_idempotency_keys_created_at", idempotency_keys.c.created_at)
