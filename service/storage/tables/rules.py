"""Versioned rule sets and what the learned model knows."""

from sqlalchemy import Column, LargeBinary, Table, UniqueConstraint

from service.storage.tables.columns import metadata, moment, number, own_id, site, values, words

rule_sets = Table(
    "rule_sets",
    metadata,
    own_id(),
    site(),
    number("version"),
    words("state"),
    values("content"),
    words("created_by"),
    moment("created_at"),
    words("moved_by", nullable=True),
    moment("moved_at", nullable=True),
    words("replay", nullable=True),
    UniqueConstraint("site_id", "version"),
)

model_state = Table(
    "model_state",
    metadata,
    own_id(),
    site(),
    number("version"),
    Column("state", LargeBinary, nullable=False),
    number("examples"),
    moment("trained_at"),
    UniqueConstraint("site_id", "version"),
)
