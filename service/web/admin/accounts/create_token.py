"""POST /api/v1/admin/tokens: an API token for a program or script."""

from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.moderator import Role
from service.domain.one_time_link import DAY_MS
from service.usecases.create_token import create_token
from service.usecases.manage_moderators import read_roles
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.accounts import NewToken, shown_token
from service.web.signing_in import name_of


class TokenBody(BaseModel):
    """What the token's holder may do, by the site's name (`*`: every site), and for how long
    (without `days`: until it is revoked)."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    roles: dict[str, Role]
    days: Annotated[int, Field(ge=1, le=36_500)] | None = None


async def handle(call: Call) -> web.Response:
    """The token's text is shown only now."""
    body: TokenBody = call.body
    services = call.services
    name = name_of(body.name)
    token, text = await create_token(
        name,
        await read_roles(body.roles, by=call.moderator, storage=services.storage),
        expires_at=None if body.days is None else services.clock() + body.days * DAY_MS,
        by=call.moderator,
        storage=services.storage,
        clock=services.clock,
    )
    shown = shown_token(token, await call.own_sites())
    return answer(NewToken(**shown.model_dump(), token=text), 201, private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/tokens",
    name="create_token",
    summary="Make an API token. Its text is shown once.",
    access=Role.ADMIN,
    handler=handle,
    body=TokenBody,
    responses={201: NewToken},
    errors={
        403: ("beyond_own_roles",),
        404: ("unknown_site",),
        422: ("bad_name", "control_character", "no_role", "too_long"),
    },
    example=Example(body={"name": "laptop", "roles": {"blog": "moderator"}, "days": 90}),
)
