"""Reading who may moderate, and what happened to accounts."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from service.domain.account_event import AccountEvent
from service.domain.errors import Unavailable
from service.domain.moderator import ApiToken, Moderator, Role
from service.domain.one_time_link import LinkKind, OneTimeLink
from service.domain.session import Session
from service.storage.account_rows import (
    EVENT,
    LINK,
    MODERATOR,
    SESSION,
    TOKEN,
    event_of,
    link_of,
    moderator_of,
    session_of,
    token_of,
)
from service.storage.memory import Kept
from service.storage.reading import Reader
from service.storage.rows import folded
from service.storage.tables import (
    account_events,
    api_tokens,
    installation,
    moderators,
    one_time_links,
    recovery_codes,
    sessions,
)

KEPT = 1_000
"""Sites whose moderators' names stay in memory."""

TOKENS = select(*TOKEN).order_by(api_tokens.c.id)
_TOKEN = TOKENS.where(api_tokens.c.public_id == bindparam("public_id"))
MODERATORS = select(*MODERATOR).order_by(moderators.c.id)
ONE_MODERATOR = MODERATORS.where(moderators.c.public_id == bindparam("public_id"))
_BY_EMAIL = MODERATORS.where(moderators.c.email_key == bindparam("email_key"))
_SESSION = (
    select(*SESSION, *MODERATOR)
    .join(moderators, moderators.c.id == sessions.c.moderator_id)
    .where(sessions.c.public_id == bindparam("public_id"))
)
_SESSIONS = select(*SESSION).order_by(sessions.c.id.desc())
_OWN_SESSIONS = _SESSIONS.where(sessions.c.moderator_id == bindparam("moderator"))
_LINKS = select(*LINK).order_by(one_time_links.c.id)
ONE_LINK = _LINKS.where(one_time_links.c.public_id == bindparam("public_id"))
_LINKS_OF_KIND = _LINKS.where(one_time_links.c.kind == bindparam("kind"))
_CODES = (
    select(func.count())
    .select_from(recovery_codes)
    .where(recovery_codes.c.moderator_id == bindparam("moderator"))
)
_EVENTS = select(account_events.c.id, *EVENT).order_by(account_events.c.id.desc())
_SECRET = select(installation.c.secret)


class SqlAccounts:
    """`domain.account_ports.Accounts`."""

    def __init__(self, reader: Reader, *, keep: bool) -> None:
        self._reader = reader
        self._names: Kept[int, tuple[str, ...]] = Kept(KEPT, enabled=keep)
        self._secret: bytes | None = None

    async def token(self, public_id: str) -> ApiToken | None:
        """One API token's record."""
        row = await self._reader.first(_TOKEN, {"public_id": public_id})
        return None if row is None else token_of(row)

    async def tokens(self) -> Sequence[ApiToken]:
        """Every API token, oldest first."""
        return [token_of(row) for row in await self._reader.all(TOKENS)]

    async def moderators(self) -> Sequence[Moderator]:
        """Every moderator, oldest first."""
        return [moderator_of(row) for row in await self._reader.all(MODERATORS)]

    async def moderator_names(self, site_id: int) -> tuple[str, ...]:
        """The names of those who may moderate the site, oldest account first."""
        return await self._names.get(site_id, lambda: self._read_names(site_id)) or ()

    async def moderator(self, public_id: str) -> Moderator | None:
        """One moderator."""
        row = await self._reader.first(ONE_MODERATOR, {"public_id": public_id})
        return None if row is None else moderator_of(row)

    async def moderator_by_email(self, email: str) -> Moderator | None:
        """The moderator with this address, in whatever case it is written."""
        row = await self._reader.first(_BY_EMAIL, {"email_key": folded(email)})
        return None if row is None else moderator_of(row)

    async def session(self, public_id: str) -> tuple[Session, Moderator] | None:
        """A session with its moderator."""
        row = await self._reader.first(_SESSION, {"public_id": public_id})
        if row is None:
            return None
        return session_of(row[: len(SESSION)]), moderator_of(row[len(SESSION) :])

    async def sessions(self, moderator_id: int | None) -> Sequence[Session]:
        """Those of one moderator, or (None) of all, the newest first."""
        if moderator_id is None:
            rows = await self._reader.all(_SESSIONS)
        else:
            rows = await self._reader.all(_OWN_SESSIONS, {"moderator": moderator_id})
        return [session_of(row) for row in rows]

    async def link(self, public_id: str) -> OneTimeLink | None:
        """One link that was not used yet."""
        row = await self._reader.first(ONE_LINK, {"public_id": public_id})
        return None if row is None else link_of(row)

    async def links(self, kind: LinkKind) -> Sequence[OneTimeLink]:
        """The links of a kind that were not used yet, oldest first."""
        return [
            link_of(row) for row in await self._reader.all(_LINKS_OF_KIND, {"kind": kind.value})
        ]

    async def recovery_codes(self, moderator_id: int) -> int:
        """How many are left."""
        row = await self._reader.first(_CODES, {"moderator": moderator_id})
        return 0 if row is None else int(row[0])

    async def events(
        self, after: int | None, limit: int
    ) -> tuple[Sequence[AccountEvent], int | None]:
        """What happened to accounts, newest first, by page."""
        wanted = _EVENTS.limit(limit + 1)
        if after is not None:
            wanted = wanted.where(account_events.c.id < after)
        rows = await self._reader.all(wanted)
        more = rows[limit - 1][0] if len(rows) > limit else None
        return [event_of(row[1:]) for row in rows[:limit]], more

    async def secret(self) -> bytes:
        """The installation's own secret, by which addresses are keyed. It never changes."""
        if self._secret is None:
            row = await self._reader.first(_SECRET)
            if row is None:
                raise Unavailable("database_damaged", retry_after=60)
            self._secret = bytes(row[0])
        return self._secret

    def drop(self) -> None:
        """Forgets what is kept in memory and may change."""
        self._names.drop()

    async def _read_names(self, site_id: int) -> tuple[str, ...]:
        found = [(each.name, each.roles.on(site_id)) for each in await self.moderators()]
        return tuple(name for name, role in found if role and role.covers(Role.MODERATOR))
