"""What a unit of work may do to accounts: `domain.account_ports.AccountWrites`."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio.engine import AsyncConnection

from service.domain.account_event import AccountEvent
from service.domain.errors import Conflict, Unavailable
from service.domain.moderator import ApiToken, Moderator
from service.domain.one_time_link import LinkKind, OneTimeLink
from service.domain.session import Session
from service.storage.account_rows import (
    DROPS,
    KEEPS,
    link_of,
    moderator_of,
    moderator_values,
    role_values,
    token_of,
)
from service.storage.accounts import MODERATORS, ONE_LINK, ONE_MODERATOR, TOKENS
from service.storage.effects import Effects
from service.storage.ids import Ids
from service.storage.rows import Values
from service.storage.tables import (
    account_events,
    api_tokens,
    installation,
    moderators,
    one_time_links,
    recovery_codes,
    sessions,
)

_LOCK = select(installation.c.id).with_for_update()


class SqlAccountWrites:
    """One unit's view of the accounts."""

    def __init__(self, connection: AsyncConnection, ids: Ids, effects: Effects) -> None:
        self._connection = connection
        self._ids = ids
        self._effects = effects

    async def lock(self) -> None:
        """Until the unit ends, no other unit that locks goes on. Without its row there would be
        no lock: then nothing is written at all."""
        if (await self._connection.execute(_LOCK)).one_or_none() is None:
            raise Unavailable("database_damaged", retry_after=60)

    async def moderators(self) -> Sequence[Moderator]:
        """Every moderator, oldest first."""
        return [moderator_of(row) for row in await self._connection.execute(MODERATORS)]

    async def moderator(self, public_id: str) -> Moderator | None:
        """One moderator."""
        rows = await self._connection.execute(ONE_MODERATOR, {"public_id": public_id})
        row = rows.one_or_none()
        return None if row is None else moderator_of(row)

    async def add_moderator(self, moderator: Moderator) -> Moderator:
        """As stored; an id of 0 is replaced. Raises Conflict `already_exists`."""
        self._effects.moderators = True
        stored = replace(moderator, id=moderator.id or self._ids.next())
        await self._add(moderators, {"id": stored.id, **moderator_values(stored)}, "email")
        return stored

    async def change_moderator(self, moderator: Moderator) -> None:
        """Gives the moderator with this id all that the value says."""
        self._effects.moderators = True
        of_id = moderators.c.id == moderator.id
        await self._run(update(moderators).where(of_id).values(**moderator_values(moderator)))

    async def remove_moderator(self, moderator_id: int) -> None:
        """With everything that is only his."""
        self._effects.moderators = True
        for table in (sessions, recovery_codes, one_time_links):
            await self._run(delete(table).where(table.c.moderator_id == moderator_id))
        await self._run(delete(moderators).where(moderators.c.id == moderator_id))

    async def use_totp_step(self, moderator_id: int, step: int) -> bool:
        """Notes the time step as used; False when it, or a later one, was used already."""
        unused = or_(moderators.c.totp_step.is_(None), moderators.c.totp_step < step)
        statement = update(moderators).where(moderators.c.id == moderator_id, unused)
        return await self._run(statement.values(totp_step=step)) == 1

    async def keep_recovery_codes(self, moderator_id: int, hashes: Sequence[str]) -> None:
        """In place of those there are."""
        of_moderator = recovery_codes.c.moderator_id == moderator_id
        await self._run(delete(recovery_codes).where(of_moderator))
        if hashes:
            rows = [{"moderator_id": moderator_id, "code_hash": one} for one in hashes]
            await self._connection.execute(insert(recovery_codes), rows)

    async def use_recovery_code(self, moderator_id: int, code_hash: str) -> bool:
        """Removes the code; False when it is not there."""
        statement = delete(recovery_codes).where(
            recovery_codes.c.moderator_id == moderator_id, recovery_codes.c.code_hash == code_hash
        )
        return await self._run(statement) == 1

    async def add_session(self, session: Session) -> None:
        """Adds a session."""
        row = {
            "id": self._ids.next(),
            "site_id": None,
            "public_id": session.public_id,
            "moderator_id": session.moderator_id,
            "secret_hash": session.secret_hash,
            "created_at": session.created_at,
            "seen_at": session.seen_at,
            "expires_at": session.expires_at,
            "agent": session.agent,
            "network": session.network,
        }
        await self._add(sessions, row, "session")

    async def touch_session(self, public_id: str, seen_at: int) -> None:
        """Notes when the session was last seen."""
        of_session = sessions.c.public_id == public_id
        await self._run(update(sessions).where(of_session).values(seen_at=seen_at))

    async def end_session(self, public_id: str) -> bool:
        """False when it had ended."""
        return await self._run(delete(sessions).where(sessions.c.public_id == public_id)) == 1

    async def end_sessions(self, moderator_id: int) -> None:
        """All of a moderator's."""
        await self._run(delete(sessions).where(sessions.c.moderator_id == moderator_id))

    async def add_token(self, token: ApiToken) -> None:
        """Adds an API token."""
        row = {
            "id": self._ids.next(),
            "site_id": None,
            "public_id": token.public_id,
            "name": token.name,
            **role_values(token.roles),
            "secret_hash": token.secret_hash,
            "created_at": token.created_at,
            "expires_at": token.expires_at,
            "created_by": token.created_by,
        }
        await self._add(api_tokens, row, "token")

    async def remove_token(self, public_id: str) -> bool:
        """False when it is not there."""
        return await self._run(delete(api_tokens).where(api_tokens.c.public_id == public_id)) == 1

    async def tokens_by(self, public_id: str) -> Sequence[ApiToken]:
        """Those that this moderator made, oldest first."""
        made = TOKENS.where(api_tokens.c.created_by == public_id)
        return [token_of(row) for row in await self._connection.execute(made)]

    async def add_link(self, link: OneTimeLink) -> None:
        """Adds a link."""
        row = {
            "id": self._ids.next(),
            "site_id": None,
            "public_id": link.public_id,
            "kind": link.kind.value,
            "secret_hash": link.secret_hash,
            **role_values(link.roles),
            "name": link.name,
            "moderator_id": link.moderator_id,
            "second_factor": DROPS if link.drops_second_factor else KEEPS,
            "created_by": link.created_by,
            "created_at": link.created_at,
            "expires_at": link.expires_at,
        }
        await self._add(one_time_links, row, "link")

    async def use_link(self, public_id: str) -> OneTimeLink | None:
        """Takes the link away; None when it is not there any more."""
        rows = await self._connection.execute(ONE_LINK, {"public_id": public_id})
        row = rows.one_or_none()
        # Of two units that found it, only one removes it.
        gone = await self._run(
            delete(one_time_links).where(one_time_links.c.public_id == public_id)
        )
        return None if row is None or gone != 1 else link_of(row)

    async def remove_links(self, kind: LinkKind, moderator_id: int | None = None) -> None:
        """All of the kind; with a moderator, those about him."""
        statement = delete(one_time_links).where(one_time_links.c.kind == kind.value)
        if moderator_id is not None:
            statement = statement.where(one_time_links.c.moderator_id == moderator_id)
        await self._run(statement)

    async def remove_links_by(self, public_id: str) -> None:
        """All that this moderator made."""
        made = one_time_links.c.created_by == public_id
        await self._run(delete(one_time_links).where(made))

    async def remove_expired(self, now: int) -> None:
        """Sessions and links that are over."""
        for table in (sessions, one_time_links):
            await self._run(delete(table).where(table.c.expires_at <= now))

    async def log(self, event: AccountEvent) -> None:
        """Adds an event."""
        row = {
            "id": self._ids.next(),
            "site_id": None,
            "public_id": event.public_id,
            "at": event.at,
            "act": event.act.value,
            "actor_id": event.actor_id,
            "actor_name": event.actor_name,
            "about_id": event.about_id,
            "about_name": event.about_name,
            "network": event.network,
            "details": dict(event.details),
        }
        await self._add(account_events, row, "event")

    async def _run(self, statement: Any) -> int:
        """How many rows it changed."""
        return int((await self._connection.execute(statement)).rowcount)

    async def _add(self, table: Any, row: Values, field: str) -> None:
        try:
            await self._connection.execute(insert(table), row)
        except IntegrityError as error:
            raise Conflict("already_exists", field) from error
