"""GET /moderate/people: who may moderate, invitations, and tokens for programs."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.errors import Invalid, ReactieError
from service.domain.moderator import Role, Roles
from service.domain.one_time_link import DAY_MS, LinkKind
from service.locales import when
from service.usecases.create_token import NAME_MAX, create_token
from service.usecases.invite_moderator import invite_moderator
from service.usecases.manage_moderators import read_roles, roles_by_slug
from service.usecases.remove_moderator import remove_moderator
from service.usecases.review_accounts import list_invitations, list_moderators, list_tokens
from service.usecases.revoke_invitation import revoke_invitation
from service.usecases.revoke_token import revoke_token
from service.web import typed
from service.web.call import Call
from service.web.errors import sentence_of, status_of
from service.web.link_path import link_path
from service.web.pages.desk.frame import Notice, desk_of, go, own_address, page
from service.web.route import Route

ROOM = "/moderate/people"
INVITED_DAYS = 7
EVERYWHERE = "*"
ON_MAX = 1_000
DAYS_MAX = 3_650


class PeopleQuery(BaseModel):
    """What to say."""

    model_config = ConfigDict(extra="ignore")

    said: str | None = None
    lang: str | None = None


class PeopleForm(BaseModel):
    """One of the page's forms; `act` tells which, `id` whom or what it is about. `on` are roles on
    further sites, each as `role@site`, or empty."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None
    act: Literal["invite", "remove", "revoke_invitation", "token", "revoke_token"]
    id: str = ""
    name: str = ""
    role: Role = Role.MODERATOR
    site: str = EVERYWHERE
    on: Annotated[list[str], Field(max_length=ON_MAX)] = Field(default_factory=list)
    days: Annotated[int, Field(ge=0, le=DAYS_MAX)] = 0


async def show(call: Call) -> web.Response:
    """The page."""
    return await _page(call)


async def take(call: Call) -> web.Response:
    """Does what the form asks; a new secret is shown on the answer, and only there."""
    form: PeopleForm = call.body
    try:
        secret = await _do(call, form)
    except ReactieError as error:
        notice = Notice(sentence_of(error, call.language), "bad")
        return await _page(call, notice=notice, status=status_of(error))
    return go(ROOM, said="saved") if secret is None else await _page(call, secret=secret)


async def _do(call: Call, form: PeopleForm) -> dict[str, str] | None:
    services = call.services
    known: dict[str, Any] = {
        "by": call.moderator,
        "storage": services.storage,
        "clock": services.clock,
    }
    if form.act in ("invite", "token"):
        roles = await read_roles(_roles(form), by=call.moderator, storage=services.storage)
    if form.act == "invite":
        name = typed.line("name", form.name, NAME_MAX)
        _, secret = await invite_moderator(roles, name=name, life_ms=INVITED_DAYS * DAY_MS, **known)
        return {"link": f"{own_address(call)}{link_path(LinkKind.INVITATION, secret)}"}
    if form.act == "token":
        return {"token": await _token(call, form, roles, known)}
    act = {
        "remove": remove_moderator,
        "revoke_invitation": revoke_invitation,
        "revoke_token": revoke_token,
    }[form.act]
    await act(form.id, **known)
    return None


def _roles(form: PeopleForm) -> dict[str, Role]:
    named = {form.site or EVERYWHERE: form.role}
    for each in filter(None, form.on):
        role, _, slug = each.partition("@")
        if role not in set(Role):
            raise Invalid("no_role", "on")
        named[slug] = Role(role)
    return named


async def _token(call: Call, form: PeopleForm, roles: Roles, known: dict[str, Any]) -> str:
    name = typed.line("name", form.name, NAME_MAX)
    if name is None:
        raise Invalid("bad_name", "name", limit=NAME_MAX)
    expires = call.services.clock() + form.days * DAY_MS if form.days else None
    _, text = await create_token(name, roles, expires_at=expires, **known)
    return text


async def _page(
    call: Call,
    *,
    secret: Mapping[str, str] | None = None,
    notice: Notice | None = None,
    status: int = 200,
) -> web.Response:
    services = call.services
    storage = services.storage
    # Roles on sites that are not one's own are nobody's business here.
    sites = await call.own_sites()
    known: dict[str, Any] = {"by": call.moderator, "storage": storage}
    invitations = await list_invitations(**known, clock=services.clock)
    return page(
        "people",
        desk_of(call, ROOM, notice=notice),
        status=status,
        link=(secret or {}).get("link"),
        token=(secret or {}).get("token"),
        own=call.moderator.public_id,
        people=[
            {"id": one.public_id, "name": one.name, "email": one.email,
             "roles": roles_by_slug(one.roles, sites), "factor": one.totp_secret is not None}
            for one in await list_moderators(**known)
        ],
        invitations=[
            {"id": one.public_id, "name": one.name or "", "roles": roles_by_slug(one.roles, sites),
             "until": when(call.language, one.expires_at)}
            for one in invitations
        ],
        tokens=[
            {"id": one.public_id, "name": one.name, "roles": roles_by_slug(one.roles, sites),
             "until": None if one.expires_at is None else when(call.language, one.expires_at)}
            for one in await list_tokens(**known)
        ],
        roles=[role.value for role in Role],
        sites=sites,
        everywhere=call.moderator.roles.everywhere is not None,
        name_max=NAME_MAX,
        days_max=DAYS_MAX,
    )  # fmt: skip


def _route(method: Any, name: str, handler: Any, **more: Any) -> Route:
    return Route(
        method, ROOM, name, "Who moderates.", Role.ADMIN, handler, {200: None}, page=True, **more
    )


ROUTES: tuple[Route, ...] = (
    _route("GET", "desk_people", show, query=PeopleQuery),
    _route("POST", "desk_people_sent", take, body=PeopleForm, form=True),
)
