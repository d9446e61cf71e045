"""What acts on accounts need of what is kept, and of passwords and codes: a part of `ports`."""

from collections.abc import Sequence
from typing import Protocol

from service.domain.account_event import AccountEvent
from service.domain.moderator import ApiToken, Moderator
from service.domain.one_time_link import LinkKind, OneTimeLink
from service.domain.session import Session


class Accounts(Protocol):
    """Reads. What is expired is found all the same; the acts look at the time."""

    async def token(self, public_id: str) -> ApiToken | None: ...
    async def tokens(self) -> Sequence[ApiToken]: ...
    async def moderators(self) -> Sequence[Moderator]: ...

    async def moderator_names(self, site_id: int) -> tuple[str, ...]:
        """The names of those who may moderate the site."""

    async def moderator(self, public_id: str) -> Moderator | None: ...

    async def moderator_by_email(self, email: str) -> Moderator | None:
        """The moderator with this address, in whatever case it is written."""

    async def session(self, public_id: str) -> tuple[Session, Moderator] | None: ...

    async def sessions(self, moderator_id: int | None) -> Sequence[Session]:
        """Those of one moderator, or (None) of all, the newest first."""

    async def link(self, public_id: str) -> OneTimeLink | None: ...
    async def links(self, kind: LinkKind) -> Sequence[OneTimeLink]: ...

    async def recovery_codes(self, moderator_id: int) -> int:
        """How many are left."""

    async def events(
        self, after: int | None, limit: int
    ) -> tuple[Sequence[AccountEvent], int | None]:
        """What happened to accounts, newest first, by page."""

    async def secret(self) -> bytes:
        """The installation's own secret, by which addresses are keyed."""


class AccountWrites(Protocol):
    """Writes inside a unit of work, and the reads that they must be sure of."""

    async def lock(self) -> None:
        """Until the unit ends, no other unit that locks goes on: for acts that look at several
        accounts before they change one."""

    async def moderators(self) -> Sequence[Moderator]: ...
    async def moderator(self, public_id: str) -> Moderator | None: ...

    async def add_moderator(self, moderator: Moderator) -> Moderator:
        """As stored, with its id. Raises Conflict `already_exists` for a known address."""

    async def change_moderator(self, moderator: Moderator) -> None:
        """Gives the moderator with this id all that the value says."""

    async def remove_moderator(self, moderator_id: int) -> None:
        """With everything that is only his: sessions, recovery codes, links about him."""

    async def use_totp_step(self, moderator_id: int, step: int) -> bool:
        """Notes the time step as used; False when it, or a later one, was used already."""

    async def keep_recovery_codes(self, moderator_id: int, hashes: Sequence[str]) -> None:
        """In place of those there are."""

    async def use_recovery_code(self, moderator_id: int, code_hash: str) -> bool:
        """Removes the code; False when it is not there."""

    async def add_session(self, session: Session) -> None: ...
    async def touch_session(self, public_id: str, seen_at: int) -> None: ...

    async def end_session(self, public_id: str) -> bool:
        """False when it had ended."""

    async def end_sessions(self, moderator_id: int) -> None: ...
    async def add_token(self, token: ApiToken) -> None: ...

    async def remove_token(self, public_id: str) -> bool:
        """False when it is not there."""

    async def tokens_by(self, public_id: str) -> Sequence[ApiToken]:
        """Those that this moderator made."""

    async def add_link(self, link: OneTimeLink) -> None: ...

    async def use_link(self, public_id: str) -> OneTimeLink | None:
        """Takes the link away; None when it is not there any more."""

    async def remove_links(self, kind: LinkKind, moderator_id: int | None = None) -> None:
        """All of the kind; with a moderator, those about him."""

    async def remove_links_by(self, public_id: str) -> None:
        """All that this moderator made."""

    async def remove_expired(self, now: int) -> None:
        """Sessions and links that are over."""

    async def log(self, event: AccountEvent) -> None: ...


class Passwords(Protocol):
    """Hashes passwords, away from the event loop."""

    async def hash(self, password: str) -> str: ...

    async def verify(self, hashed: str | None, password: str) -> bool:
        """Whether it is the password. Without a hash it is not, and that costs the same time."""

    def is_outdated(self, hashed: str) -> bool:
        """Whether new hashes are made in another way by now."""


class OneTimeCodes(Protocol):
    """Time-based one-time codes (RFC 6238)."""

    def new_secret(self) -> str: ...

    def uri(self, secret: str, name: str) -> str:
        """What an authenticator app reads from a picture."""

    def step_of(self, secret: str, code: str, now: int) -> int | None:
        """The time step whose code it is, among those around now; None when it is of none."""
