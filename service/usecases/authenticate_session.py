"""Find out whose session a browser's cookie is, and whether it still holds."""

from service.domain.errors import Unauthorized
from service.domain.identity import token_hash, token_matches
from service.domain.moderator import split_token_text
from service.domain.ports import Clock, Storage, Transaction
from service.domain.session import SESSION_PREFIX, OpenSession, csrf_token
from service.usecases.session_watch import SessionWatch

_NOBODYS = token_hash("")
NOTED_EVERY_MS = 5 * 60 * 1000


async def authenticate_session(
    text: str, *, watch: SessionWatch, storage: Storage, clock: Clock, in_use: bool = True
) -> OpenSession:
    """The session with its moderator as he is now. An unknown id costs what a known one does.
    `in_use`: a person is at work in it, which keeps it from falling asleep.

    Raises Unauthorized `session_ended` for one that is over, and for what never was one.
    """
    public_id, secret = split_token_text(text, SESSION_PREFIX) or ("", text)
    found = await storage.accounts.session(public_id)
    stored = _NOBODYS if found is None else found[0].secret_hash
    if not token_matches(secret, stored) or found is None:
        raise Unauthorized("session_ended")
    session, moderator = found
    now = clock()
    if not session.is_open(now, watch.seen_at(public_id)):
        raise Unauthorized("session_ended")
    if in_use:
        watch.see(public_id, now)
    return OpenSession(session, moderator, csrf_token(secret))


async def note_session(opened: OpenSession, *, storage: Storage, clock: Clock) -> None:
    """Keeps when the session was seen, now and then. Only for acts that write anyhow."""
    now = clock()
    session = opened.session
    if now - session.seen_at < NOTED_EVERY_MS:
        return

    async def unit(tx: Transaction) -> None:
        await tx.accounts.touch_session(session.public_id, now)

    await storage.write(unit)
