"""PATCH /api/v1/admin/moderators/{id}: give a moderator other roles."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.moderator import Role
from service.usecases.change_roles import change_roles
from service.usecases.manage_moderators import read_roles
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.accounts import ShownModerator, shown_moderator


class RolesBody(BaseModel):
    """All the roles that the moderator shall have: by the site's name, `*` for every site."""

    model_config = ConfigDict(extra="forbid", strict=True)

    roles: dict[str, Role]


async def handle(call: Call) -> web.Response:
    """His sessions end at once; he signs in again with the new roles."""
    body: RolesBody = call.body
    storage = call.services.storage
    changed = await change_roles(
        call.public_id(),
        await read_roles(body.roles, by=call.moderator, storage=storage),
        by=call.moderator,
        storage=storage,
        clock=call.services.clock,
    )
    return answer(shown_moderator(changed, await call.own_sites()), private=True)


ROUTE = Route(
    method="PATCH",
    path=f"{API}/admin/moderators/{{id}}",
    name="change_roles",
    summary="Give a moderator other roles. His sessions end at once.",
    access=Role.OWNER,
    handler=handle,
    body=RolesBody,
    responses={200: ShownModerator},
    errors={
        403: ("beyond_own_roles",),
        404: ("unknown_moderator", "unknown_site"),
        409: ("last_owner",),
        422: ("no_role",),
    },
    example=Example(path={"id": "0" * 32}, body={"roles": {"blog": "moderator"}}),
)
