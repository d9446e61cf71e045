"""Read who may do what: moderators, invitations, tokens, sessions, and what happened to them."""

from collections.abc import Sequence

from service.domain.account_event import AccountEvent
from service.domain.errors import Forbidden
from service.domain.moderator import Acting, ApiToken, Moderator, Role
from service.domain.one_time_link import LinkKind, OneTimeLink
from service.domain.ports import Clock, Storage
from service.domain.session import OpenSession, Session
from service.usecases.manage_moderators import meets
from service.usecases.one_time_links import still_good
from service.usecases.session_watch import SessionWatch


async def list_moderators(*, by: Acting, storage: Storage) -> Sequence[Moderator]:
    """Those with a role on a site of one's own, oldest first."""
    return [one for one in await storage.accounts.moderators() if meets(by, one.roles)]


async def list_invitations(*, by: Acting, storage: Storage, clock: Clock) -> Sequence[OneTimeLink]:
    """Those that can still be used, on one's own sites, oldest first."""
    links = still_good(await storage.accounts.links(LinkKind.INVITATION), clock())
    return [link for link in links if meets(by, link.roles)]


async def list_tokens(*, by: Acting, storage: Storage) -> Sequence[ApiToken]:
    """One's own, and those that may do no more than oneself; oldest first. Expired ones too."""
    return [
        token
        for token in await storage.accounts.tokens()
        if token.created_by == by.public_id or by.roles.cover(token.roles)
    ]


async def list_sessions(
    opened: OpenSession,
    *,
    everybodys: bool,
    by: Acting,
    watch: SessionWatch,
    storage: Storage,
    clock: Clock,
) -> Sequence[tuple[Session, Moderator]]:
    """The sessions that hold, newest first: one's own, or everybody's whose roles one's own as
    owner cover. Raises Forbidden `role_too_low` for everybody's when one owns nothing."""
    now = clock()
    owned = Acting(by.public_id, by.name, by.roles.reaching(Role.OWNER))
    if everybodys and owned.roles.highest is None:
        role = by.roles.highest or "none"
        raise Forbidden("role_too_low", "whose", role=str(role), needed=Role.OWNER.value)
    known = await storage.accounts.moderators() if everybodys else (opened.moderator,)
    shown = {
        one.id: one
        for one in known
        if one.id == opened.moderator.id or owned.roles.cover(one.roles)
    }
    found = await storage.accounts.sessions(None if everybodys else opened.moderator.id)
    return [
        (session, shown[session.moderator_id])
        for session in found
        if session.moderator_id in shown and session.is_open(now, watch.seen_at(session.public_id))
    ]


async def list_account_events(
    after: int | None, limit: int, *, by: Acting, storage: Storage
) -> tuple[Sequence[AccountEvent], int | None]:
    """What happened to accounts, newest first. It names people of every site, so it is for owners
    of every site: raises Forbidden `role_too_low`."""
    if by.roles.everywhere is not Role.OWNER:
        role = by.roles.everywhere or "none"
        raise Forbidden("role_too_low", None, role=str(role), needed=Role.OWNER.value)
    return await storage.accounts.events(after, limit)
