"""What proves visitors, who is kept out, and which requests were answered already."""

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
    moment("blocked_until", nullable=True),
    moment("created_at"),
    UniqueConstraint("site_id", "kind", "proof"),
)

blocks = Table(
    "blocks",
    metadata,
    own_id(),
    site(),
    words("kind"),
    words("value"),
    moment("until", nullable=True),
    words("reason", nullable=True),
    moment("created_at"),
    UniqueConstraint("site_id", "kind", "value"),
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
