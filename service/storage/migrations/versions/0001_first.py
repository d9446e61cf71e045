"""The whole data model, as of the first version."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PUBLISHED = sa.text("published IS NOT NULL")
HAS_BRANCH = sa.text("branch > 0")
UNSENT = sa.text("sent_at IS NULL")


def _own_id() -> sa.Column[int]:
    return sa.Column("id", ID, primary_key=True, autoincrement=False)


def _references(**targets: str) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([name], [f"{to}.id"]) for name, to in targets.items()]


def _texts(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def _numbers(*names: str, nullable: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in names]


def _longs(*names: str, nullable: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, ID, nullable=nullable) for name in names]


def _values(*names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.JSON(), nullable=nullable) for name in names]


def _partial_index(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    _sites()
    _visitors()
    _comments()
    _revisions()
    _decisions()
    _rules()
    _accounts()
    _work()


def _sites() -> None:
    op.create_table(
        "sites",
        _own_id(),
        *_texts("slug", "name", "language", "moderation", "log_head"),
        *_values("origins", "hosts", "parameters"),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        *_numbers("edit_minutes", "log_count"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "threads",
        _own_id(),
        *_longs("site_id", "created_at"),
        *_texts("key"),
        *_texts("url", "title", nullable=True),
        *_longs("closed_at", nullable=True),
        *_references(site_id="sites"),
        sa.UniqueConstraint("site_id", "key"),
    )
    op.create_table(
        "thread_aliases",
        *_longs("site_id", "thread_id"),
        *_texts("key"),
        *_references(site_id="sites", thread_id="threads"),
        sa.PrimaryKeyConstraint("site_id", "key"),
    )


def _visitors() -> None:
    op.create_table(
        "identities",
        _own_id(),
        *_longs("site_id", "created_at"),
        *_texts("kind", "proof"),
        *_numbers("approved", "rejected"),
        *_longs("blocked_until", nullable=True),
        *_references(site_id="sites"),
        sa.UniqueConstraint("site_id", "kind", "proof"),
    )
    op.create_table(
        "blocks",
        _own_id(),
        *_longs("site_id", "created_at"),
        *_texts("kind", "value"),
        *_longs("until", nullable=True),
        *_texts("reason", nullable=True),
        *_references(site_id="sites"),
        sa.UniqueConstraint("site_id", "kind", "value"),
    )
    op.create_table(
        "idempotency_keys",
        *_longs("site_id", "created_at"),
        *_texts("key", "request_hash", "comment"),
        *_references(site_id="sites"),
        sa.PrimaryKeyConstraint("site_id", "key"),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])


def _comments() -> None:
    op.create_table(
        "comments",
        _own_id(),
        *_texts("public_id", "network", "status", "language", "token_hash"),
        *_longs("site_id", "thread_id", "root_id", "created_at"),
        *_longs("parent_id", "identity_id", "edited_at", nullable=True),
        *_texts("name", "email", "website", "name_key", "email_key", "removed_by", nullable=True),
        *_numbers("version", "current", "credit", "up", "down", "branch"),
        *_numbers("published", nullable=True),
        *_references(
            identity_id="identities", parent_id="comments", site_id="sites", thread_id="threads"
        ),
        sa.UniqueConstraint("public_id"),
    )
    _partial_index("ix_comments_branch", "comments", ["root_id", "id"], PUBLISHED)
    op.create_index("ix_comments_identity", "comments", ["identity_id", "id"])
    _partial_index("ix_comments_published", "comments", ["thread_id", "id"], PUBLISHED)
    op.create_index("ix_comments_queue", "comments", ["status", "id"])
    _partial_index("ix_comments_roots", "comments", ["thread_id", "created_at", "id"], HAS_BRANCH)
    op.create_index("ix_comments_site_queue", "comments", ["site_id", "status", "id"])
    op.create_index("ix_comments_thread", "comments", ["thread_id", "id"])


def _revisions() -> None:
    op.create_table(
        "revisions",
        *_longs("site_id", "comment_id", "created_at"),
        *_numbers("number", "rule_set"),
        *_texts("text", "fingerprint", "verdict"),
        sa.Column("score", sa.Double(), nullable=False),
        *_numbers("model_state", "renderer", nullable=True),
        *_values("context"),
        *_texts("html", nullable=True),
        *_references(comment_id="comments", site_id="sites"),
        sa.PrimaryKeyConstraint("comment_id", "number"),
    )
    op.create_index(
        "ix_revisions_fingerprint", "revisions", ["site_id", "fingerprint", "created_at"]
    )
    op.create_table(
        "findings",
        *_longs("site_id", "comment_id"),
        *_numbers("number", "place", "version", "microseconds"),
        *_texts("rule", "outcome"),
        sa.Column("weight", sa.Double(), nullable=False),
        *_values("params", "matches"),
        sa.Column("shadow", sa.Boolean(), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id", "number"], ["revisions.comment_id", "revisions.number"]
        ),
        *_references(site_id="sites"),
        sa.PrimaryKeyConstraint("comment_id", "number", "place"),
        sqlite_with_rowid=False,
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        _own_id(),
        *_longs("site_id", "at"),
        *_numbers("position", "revision", "version"),
        *_texts(
            "public_id",
            "comment",
            "actor_kind",
            "actor_id",
            "actor_name",
            "action",
            "after_status",
            "previous",
            "hash",
        ),
        *_texts("before_status", "reason", "note", "undoes", nullable=True),
        *_numbers("before_published", "after_published", nullable=True),
        sa.ForeignKeyConstraint(["comment"], ["comments.public_id"]),
        *_references(site_id="sites"),
        sa.UniqueConstraint("public_id"),
        sa.UniqueConstraint("site_id", "position"),
    )
    op.create_index("ix_decisions_comment", "decisions", ["comment", "position"])
    op.create_index("ix_decisions_site_log", "decisions", ["site_id", "id"])


def _rules() -> None:
    op.create_table(
        "rule_sets",
        _own_id(),
        *_longs("site_id", "created_at"),
        *_numbers("version"),
        *_texts("state", "created_by"),
        *_values("content"),
        *_references(site_id="sites"),
        sa.UniqueConstraint("site_id", "version"),
    )
    op.create_table(
        "model_state",
        _own_id(),
        *_longs("site_id", "trained_at"),
        *_numbers("version", "examples"),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        *_references(site_id="sites"),
        sa.UniqueConstraint("site_id", "version"),
    )


def _accounts() -> None:
    op.create_table(
        "moderators",
        _own_id(),
        *_longs("site_id", nullable=True),
        *_texts("public_id", "name", "email", "email_key", "role"),
        *_texts("password", nullable=True),
        *_longs("created_at"),
        *_references(site_id="sites"),
        sa.UniqueConstraint("email_key"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_table(
        "sessions",
        _own_id(),
        *_longs("site_id", nullable=True),
        *_longs("moderator_id", "created_at", "seen_at", "expires_at"),
        *_texts("token_hash"),
        *_references(moderator_id="moderators", site_id="sites"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index("ix_sessions_moderator_id", "sessions", ["moderator_id"])
    op.create_table(
        "api_tokens",
        _own_id(),
        *_longs("site_id", "expires_at", nullable=True),
        *_texts("public_id", "name", "role", "secret_hash"),
        *_longs("created_at"),
        *_references(site_id="sites"),
        sa.UniqueConstraint("public_id"),
    )


def _work() -> None:
    op.create_table(
        "jobs",
        _own_id(),
        *_longs("site_id", nullable=True),
        *_texts("public_id", "kind", "state", "created_by"),
        *_numbers("done"),
        *_numbers("total", nullable=True),
        *_values("position", "parameters"),
        *_values("undo", nullable=True),
        *_longs("created_at", "updated_at"),
        *_references(site_id="sites"),
        sa.UniqueConstraint("public_id"),
    )
    op.create_index("ix_jobs_state", "jobs", ["state", "id"])
    op.create_table(
        "outbox",
        _own_id(),
        *_longs("site_id", "sent_at", nullable=True),
        *_texts("channel"),
        *_values("payload"),
        *_longs("created_at", "due_at"),
        *_numbers("attempts"),
        *_texts("failure", nullable=True),
        *_references(site_id="sites"),
    )
    _partial_index("ix_outbox_due", "outbox", ["due_at", "id"], UNSENT)
