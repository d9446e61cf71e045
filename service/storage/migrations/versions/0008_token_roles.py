"""Tokens have roles as moderators have them: everywhere, or on each of some sites."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

VALUES = sa.JSON(none_as_null=True)

_TOKENS = sa.table(
    "api_tokens",
    sa.column("id", sa.BigInteger()),
    sa.column("site_id", sa.BigInteger()),
    sa.column("role", sa.Text()),
    sa.column("site_roles", VALUES),
)


def upgrade() -> None:
    op.add_column("api_tokens", sa.Column("site_roles", VALUES, nullable=True))
    connection = op.get_bind()
    of_one_site = sa.select(_TOKENS.c.id, _TOKENS.c.site_id, _TOKENS.c.role).where(
        _TOKENS.c.site_id.is_not(None)
    )
    for token, site, role in connection.execute(of_one_site).all():
        now = {"site_id": None, "role": "none", "site_roles": {str(site): role}}
        connection.execute(sa.update(_TOKENS).where(_TOKENS.c.id == token).values(now))
