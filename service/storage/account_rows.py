"""Rows about accounts as domain values, and the other way round."""

from service.domain.account_event import AccountAct, AccountEvent
from service.domain.moderator import ApiToken, Moderator, Role, Roles
from service.domain.one_time_link import LinkKind, OneTimeLink
from service.domain.session import Session
from service.storage.rows import Cells, Values, columns, folded
from service.storage.tables import (
    account_events,
    api_tokens,
    moderators,
    one_time_links,
    sessions,
)

NOWHERE = "none"
"""The word for no role on every site."""
KEEPS, DROPS = "keep", "drop"

MODERATOR = columns(
    moderators,
    "id public_id name email role password created_at site_roles totp_secret totp_step",
)
SESSION = columns(
    sessions, "public_id moderator_id secret_hash created_at seen_at expires_at agent network"
)
TOKEN = columns(
    api_tokens, "public_id name role site_roles secret_hash created_at expires_at created_by"
)
LINK = columns(
    one_time_links,
    "public_id kind secret_hash created_by created_at expires_at role site_roles name"
    " moderator_id second_factor",
)
EVENT = columns(
    account_events,
    "public_id at act actor_id actor_name about_id about_name network details",
)


def moderator_of(cells: Cells) -> Moderator:
    """A moderator from the cells of MODERATOR."""
    id_, public_id, name, email, role, password, created_at, site_roles, secret, step = cells
    roles = _roles(role, site_roles)
    return Moderator(
        id_,
        public_id,
        name,
        email,
        roles.everywhere,
        password,
        created_at,
        roles.on_sites,
        secret,
        step,
    )


def moderator_values(moderator: Moderator) -> Values:
    """What a moderator's row says, but for its id."""
    return {
        "site_id": None,
        "public_id": moderator.public_id,
        "name": moderator.name,
        "email": moderator.email,
        "email_key": folded(moderator.email),
        **role_values(moderator.roles),
        "password": moderator.password,
        "created_at": moderator.created_at,
        "totp_secret": moderator.totp_secret,
        "totp_step": moderator.totp_step,
    }


def role_values(roles: Roles) -> Values:
    """Roles as their two columns."""
    return {
        "role": NOWHERE if roles.everywhere is None else roles.everywhere.value,
        "site_roles": {str(site): role.value for site, role in roles.on_sites.items()},
    }


def session_of(cells: Cells) -> Session:
    """A session from the cells of SESSION."""
    return Session(*cells)


def token_of(cells: Cells) -> ApiToken:
    """An API token from the cells of TOKEN."""
    public_id, name, role, site_roles, *rest = cells
    return ApiToken(public_id, name, _roles(role, site_roles), *rest)


def link_of(cells: Cells) -> OneTimeLink:
    """A one-time link from the cells of LINK."""
    public_id, kind, secret_hash, created_by, created_at, expires_at = cells[:6]
    role, site_roles, name, moderator_id, second_factor = cells[6:]
    return OneTimeLink(
        public_id,
        LinkKind(kind),
        secret_hash,
        created_by,
        created_at,
        expires_at,
        _roles(role, site_roles),
        name,
        moderator_id,
        second_factor == DROPS,
    )


def event_of(cells: Cells) -> AccountEvent:
    """An event from the cells of EVENT."""
    public_id, at, act, *rest = cells
    return AccountEvent(public_id, at, AccountAct(act), *rest)


def _roles(role: str, site_roles: dict[str, str] | None) -> Roles:
    return Roles(
        None if role == NOWHERE else Role(role),
        {int(site): Role(one) for site, one in (site_roles or {}).items()},
    )
