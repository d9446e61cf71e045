"""POST /api/v1/admin/reset: choose a new password by a link."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.usecases.reset_password import reset_password
from service.web import cross_site
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, PUBLIC, Example, Route
from service.web.shown.accounts import Done


class ResetBody(BaseModel):
    """The secret of the link, and the new password."""

    model_config = ConfigDict(extra="forbid", strict=True)

    secret: str
    password: str


async def handle(call: Call) -> web.Response:
    """Ends every session of the account. One signs in with the new password afterwards."""
    cross_site.refuse_elsewhere(call.request)
    body: ResetBody = call.body
    await reset_password(
        body.secret,
        body.password,
        network=call.network,
        gate=call.services.gate,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return answer(Done(), private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/reset",
    name="reset_password",
    summary="Choose a new password, by a link that an owner gave.",
    access=PUBLIC,
    handler=handle,
    body=ResetBody,
    responses={200: Done},
    errors={
        403: ("bad_link", "foreign_request"),
        422: ("short_password", "too_long", "weak_password"),
    },
    example=Example(body={"secret": "rcl_…", "password": "een nieuwe zin met woorden"}),
)
