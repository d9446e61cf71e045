"""Moderators, sessions, tokens, invitations and what happened to them, as moderators see them."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from service.domain.account_event import AccountAct, AccountEvent
from service.domain.moderator import ApiToken, Moderator, Role
from service.domain.one_time_link import OneTimeLink
from service.domain.session import OpenSession, Session, masked_csrf
from service.domain.site import Site
from service.usecases.manage_moderators import roles_by_slug
from service.web.shown.times import Time, iso, iso_or_none


class _Shown(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ShownModerator(_Shown):
    """A moderator. `roles` are by the site's name, `*` for every site."""

    id: str
    name: str
    email: str
    roles: dict[str, Role]
    second_factor: bool
    created_at: Time


class ModeratorList(_Shown):
    """Moderators, oldest first."""

    items: list[ShownModerator]
    next: None = None


class ShownSession(_Shown):
    """A browser that signed in. `agent` is what it calls itself; `current`: it is this one."""

    id: str
    moderator: str
    name: str
    agent: str | None
    created_at: Time
    seen_at: Time
    expires_at: Time
    current: bool


class SessionList(_Shown):
    """Sessions, newest first."""

    items: list[ShownSession]
    next: None = None


class OwnSession(_Shown):
    """Who is signed in. `csrf` goes along with each change that comes from no page of ours."""

    id: str
    moderator: ShownModerator
    csrf: str
    expires_at: Time


class Done(_Shown):
    """It is done."""

    done: bool = True


class OfferedSecondFactor(_Shown):
    """Whether codes are asked for; a fresh secret for an app, which nothing keeps until it is
    confirmed; and how many recovery codes are left."""

    on: bool
    secret: str
    uri: str
    recovery_codes: int


class RecoveryCodes(_Shown):
    """Codes for when the app is gone, each good for once. They are shown only now."""

    recovery_codes: list[str]


class ShownInvitation(_Shown):
    """An invitation that was not used yet."""

    id: str
    name: str | None
    roles: dict[str, Role]
    created_at: Time
    expires_at: Time


class InvitationList(_Shown):
    """Invitations, oldest first."""

    items: list[ShownInvitation]
    next: None = None


class NewInvitation(ShownInvitation):
    """With its secret and its link on this host, which are shown only now."""

    secret: str
    link: str


class NewReset(_Shown):
    """A link to choose a new password by, shown only now."""

    secret: str
    link: str
    expires_at: Time


class ShownToken(_Shown):
    """An API token, without its secret. `roles` are by the site's name, `*` for every site."""

    id: str
    name: str
    roles: dict[str, Role]
    created_at: Time
    expires_at: Time | None
    created_by: str | None


class TokenList(_Shown):
    """Tokens, oldest first."""

    items: list[ShownToken]
    next: None = None


class NewToken(ShownToken):
    """With its text, which is shown only now."""

    token: str


class ShownEvent(_Shown):
    """What somebody did to an account. The names are those of that time."""

    id: str
    at: Time
    act: AccountAct
    by: dict[str, str]
    about: dict[str, str | None] | None
    network: str | None
    details: dict[str, Any]


class EventList(_Shown):
    """A page of what happened, newest first."""

    items: list[ShownEvent]
    next: str | None


def shown_moderator(moderator: Moderator, sites: Sequence[Site]) -> ShownModerator:
    """A moderator, never with what he proves himself by."""
    return ShownModerator(
        id=moderator.public_id,
        name=moderator.name,
        email=moderator.email,
        roles=roles_by_slug(moderator.roles, sites),
        second_factor=moderator.totp_secret is not None,
        created_at=iso(moderator.created_at),
    )


def own_session(opened: OpenSession, sites: Sequence[Site]) -> OwnSession:
    """The session of who asks."""
    return OwnSession(
        id=opened.session.public_id,
        moderator=shown_moderator(opened.moderator, sites),
        csrf=masked_csrf(opened),
        expires_at=iso(opened.session.expires_at),
    )


def shown_session(
    session: Session, moderator: Moderator, seen_at: int, current: str
) -> ShownSession:
    """A session; `current` is the id of the one that asks."""
    return ShownSession(
        id=session.public_id,
        moderator=moderator.public_id,
        name=moderator.name,
        agent=session.agent,
        created_at=iso(session.created_at),
        seen_at=iso(max(session.seen_at, seen_at)),
        expires_at=iso(session.expires_at),
        current=session.public_id == current,
    )


def shown_invitation(link: OneTimeLink, sites: Sequence[Site]) -> ShownInvitation:
    """An invitation, without its secret."""
    return ShownInvitation(
        id=link.public_id,
        name=link.name,
        roles=roles_by_slug(link.roles, sites),
        created_at=iso(link.created_at),
        expires_at=iso(link.expires_at),
    )


def shown_token(token: ApiToken, sites: Sequence[Site]) -> ShownToken:
    """A token, without its secret."""
    return ShownToken(
        id=token.public_id,
        name=token.name,
        roles=roles_by_slug(token.roles, sites),
        created_at=iso(token.created_at),
        expires_at=iso_or_none(token.expires_at),
        created_by=token.created_by,
    )


def shown_event(event: AccountEvent) -> ShownEvent:
    """An event as it is kept."""
    about = None
    if event.about_id is not None:
        about = {"id": event.about_id, "name": event.about_name}
    return ShownEvent(
        id=event.public_id,
        at=iso(event.at),
        act=event.act,
        by={"id": event.actor_id, "name": event.actor_name},
        about=about,
        network=event.network,
        details=dict(event.details),
    )
