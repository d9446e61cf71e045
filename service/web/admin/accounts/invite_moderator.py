"""POST /api/v1/admin/invitations: invite a person by a link."""

from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.moderator import Role
from service.domain.one_time_link import DAY_MS, LinkKind
from service.usecases.create_token import NAME_MAX
from service.usecases.invite_moderator import invite_moderator
from service.usecases.manage_moderators import read_roles
from service.web import typed
from service.web.answers import answer
from service.web.call import Call
from service.web.link_path import link_path
from service.web.route import API, Example, Route
from service.web.shown.accounts import NewInvitation, shown_invitation


class InvitationBody(BaseModel):
    """The roles to give, by the site's name (`*`: every site); whom it is for; for how long."""

    model_config = ConfigDict(extra="forbid", strict=True)

    roles: dict[str, Role]
    name: str | None = None
    days: Annotated[int, Field(ge=1, le=30)] = 7


async def handle(call: Call) -> web.Response:
    """The link is good for one person, once. It is shown only now."""
    body: InvitationBody = call.body
    storage = call.services.storage
    name = typed.line("name", body.name, NAME_MAX)
    link, secret = await invite_moderator(
        await read_roles(body.roles, by=call.moderator, storage=storage),
        name=name,
        life_ms=body.days * DAY_MS,
        by=call.moderator,
        storage=storage,
        clock=call.services.clock,
    )
    shown = shown_invitation(link, await call.own_sites())
    invitation = NewInvitation(
        **shown.model_dump(), secret=secret, link=link_path(LinkKind.INVITATION, secret)
    )
    return answer(invitation, 201, private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/invitations",
    name="invite_moderator",
    summary="Invite a person: a link that makes one account with these roles.",
    access=Role.OWNER,
    handler=handle,
    body=InvitationBody,
    responses={201: NewInvitation},
    errors={
        403: ("beyond_own_roles",),
        404: ("unknown_site",),
        422: ("control_character", "no_role", "too_long"),
    },
    example=Example(body={"roles": {"blog": "moderator"}, "name": "Bea", "days": 7}),
)
