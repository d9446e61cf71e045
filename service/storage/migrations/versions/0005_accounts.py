"""Accounts: roles by site, second factors, sessions by id, one-time links, and what happened."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
VALUES = sa.JSON(none_as_null=True)


def upgrade() -> None:
    op.add_column("moderators", sa.Column("site_roles", VALUES, nullable=True))
    op.add_column("moderators", sa.Column("totp_secret", sa.Text(), nullable=True))
    op.add_column("moderators", sa.Column("totp_step", sa.Integer(), nullable=True))
    op.add_column("api_tokens", sa.Column("created_by", sa.Text(), nullable=True))
    op.create_table(
        "recovery_codes",
        _long("moderator_id"),
        _text("code_hash"),
        _reference("recovery_codes", "moderator_id", "moderators"),
        sa.PrimaryKeyConstraint("moderator_id", "code_hash", name="pk_recovery_codes"),
    )
    _sessions()
    _links_and_events()
    installation = op.create_table(
        "installation",
        _own_id(),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
    )
    op.bulk_insert(installation, [{"id": 1, "secret": secrets.token_bytes(32)}])


def _sessions() -> None:
    # Nothing ever wrote to the old one: there was no way to sign in.
    op.drop_index("ix_sessions_moderator_id", "sessions")
    op.drop_table("sessions")
    op.create_table(
        "sessions",
        _own_id(),
        _long("site_id", nullable=True),
        _text("public_id"),
        _long("moderator_id"),
        _text("secret_hash"),
        _long("created_at"),
        _long("seen_at"),
        _long("expires_at"),
        _text("agent", nullable=True),
        _text("network"),
        *_keys("sessions"),
        _reference("sessions", "moderator_id", "moderators"),
    )
    op.create_index("ix_sessions_moderator_id", "sessions", ["moderator_id"])


def _links_and_events() -> None:
    op.create_table(
        "one_time_links",
        _own_id(),
        _long("site_id", nullable=True),
        _text("public_id"),
        _text("kind"),
        _text("secret_hash"),
        _text("role"),
        sa.Column("site_roles", VALUES, nullable=False),
        _text("name", nullable=True),
        _long("moderator_id", nullable=True),
        _text("second_factor"),
        _text("created_by"),
        _long("created_at"),
        _long("expires_at"),
        *_keys("one_time_links"),
        _reference("one_time_links", "moderator_id", "moderators"),
    )
    op.create_table(
        "account_events",
        _own_id(),
        _long("site_id", nullable=True),
        _text("public_id"),
        _long("at"),
        _text("act"),
        _text("actor_id"),
        _text("actor_name"),
        _text("about_id", nullable=True),
        _text("about_name", nullable=True),
        _text("network", nullable=True),
        sa.Column("details", VALUES, nullable=False),
        *_keys("account_events"),
    )


def _own_id() -> sa.Column[int]:
    return sa.Column("id", LONG, nullable=False, autoincrement=False)


def _long(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, LONG, nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _keys(table: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("public_id", name=f"uq_{table}_public_id"),
        _reference(table, "site_id", "sites"),
    ]


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")
