"""Reading who may moderate."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from service.domain.moderator import ApiToken, Moderator, Role
from service.storage.reading import Reader
from service.storage.tables import api_tokens, moderators

_TOKENS = select(
    api_tokens.c.public_id,
    api_tokens.c.name,
    api_tokens.c.role,
    api_tokens.c.site_id,
    api_tokens.c.secret_hash,
    api_tokens.c.created_at,
    api_tokens.c.expires_at,
).order_by(api_tokens.c.id)
_TOKEN = _TOKENS.where(api_tokens.c.public_id == bindparam("public_id"))
_MODERATORS = select(
    moderators.c.id,
    moderators.c.public_id,
    moderators.c.name,
    moderators.c.email,
    moderators.c.role,
    moderators.c.password,
    moderators.c.created_at,
).order_by(moderators.c.id)


class SqlAccounts:
    """`domain.ports.Accounts`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def token(self, public_id: str) -> ApiToken | None:
        """One API token's record."""
        row = await self._reader.first(_TOKEN, {"public_id": public_id})
        return None if row is None else _token_of(row)

    async def tokens(self) -> Sequence[ApiToken]:
        """Every API token, oldest first."""
        return [_token_of(row) for row in await self._reader.all(_TOKENS)]

    async def moderators(self) -> Sequence[Moderator]:
        """Every moderator, oldest first."""
        rows = await self._reader.all(_MODERATORS)
        return [_moderator_of(row) for row in rows]


def _moderator_of(cells: Sequence[Any]) -> Moderator:
    id_, public_id, name, email, role, password, created_at = cells
    return Moderator(id_, public_id, name, email, Role(role), password, created_at)


def _token_of(cells: Sequence[Any]) -> ApiToken:
    return ApiToken(cells[0], cells[1], Role(cells[2]), *cells[3:])
