"""A moderator's sessions: what a browser that signed in holds, and how long it is good for."""

import hashlib
import hmac
from binascii import unhexlify
from dataclasses import dataclass, field
from secrets import token_bytes

from service.domain.identity import new_public_id, token_hash
from service.domain.moderator import Moderator, new_token_text

SESSION_PREFIX = "rcs"
HOUR_MS = 60 * 60 * 1000
IDLE_MS = 8 * HOUR_MS
ABSOLUTE_MS = 7 * 24 * HOUR_MS

_CSRF_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that signed in. `agent` is what it calls itself; `network` is keyed."""

    public_id: str
    moderator_id: int
    secret_hash: str = field(repr=False)
    created_at: int
    seen_at: int
    expires_at: int
    agent: str | None = None
    network: str = ""

    def is_open(self, now: int, seen_at: int) -> bool:
        """Whether it still holds, if it was last seen then."""
        return now < self.expires_at and now - max(seen_at, self.seen_at) < IDLE_MS


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that holds, with its moderator and the token that its forms must carry, which
    no page shows but by `masked_csrf`."""

    session: Session
    moderator: Moderator
    csrf: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that was just opened, and the text that its browser keeps."""

    opened: OpenSession
    text: str = field(repr=False)


def new_session(moderator: Moderator, agent: str | None, network: str, now: int) -> SignedIn:
    """A session that begins now, under an id of its own; `network` is keyed already."""
    public_id = new_public_id()
    text, secret = new_token_text(public_id, SESSION_PREFIX)
    session = Session(
        public_id=public_id,
        moderator_id=moderator.id,
        secret_hash=token_hash(secret),
        created_at=now,
        seen_at=now,
        expires_at=now + ABSOLUTE_MS,
        agent=agent,
        network=network,
    )
    return SignedIn(OpenSession(session, moderator, csrf_token(secret)), text)


def csrf_token(secret: str) -> str:
    """The token of a session's forms. It is derived from the session's secret, so it is stored
    nowhere, ends with the session, and tells nothing of the secret."""
    whole = hmac.digest(secret.encode("utf-8", "surrogatepass"), b"csrf", "sha256")
    return whole.hex()[:_CSRF_LENGTH]


def masked_csrf(session: OpenSession) -> str:
    """The token under a mask of its own: a page that is sent packed and holds what strangers wrote
    would by its length tell of a secret that stands in the next one too (BREACH)."""
    pad = token_bytes(_CSRF_LENGTH // 2)
    return pad.hex() + _masked(bytes.fromhex(session.csrf), pad).hex()


def csrf_matches(token: str | None, session: OpenSession) -> bool:
    """Whether a form carries its session's token, under a mask or bare, in time that does not tell
    how much of it."""
    given = hashlib.sha256(_bare(token or "").encode("utf-8", "surrogatepass")).digest()
    return hmac.compare_digest(given, hashlib.sha256(session.csrf.encode()).digest())


def _bare(token: str) -> str:
    if len(token) != 2 * _CSRF_LENGTH:
        return token
    try:
        both = unhexlify(token)
    except ValueError:
        return token
    half = len(both) // 2
    return _masked(both[half:], both[:half]).hex()


def _masked(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
