"""POST /api/v1/admin/welcome: the first owner makes himself an account."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.usecases.enrol import become_owner
from service.web import cross_site
from service.web.call import Call
from service.web.route import API, PUBLIC, Example, Route
from service.web.shown.accounts import OwnSession
from service.web.signing_in import agent_of, answer_signed_in, email_of, name_of


class WelcomeBody(BaseModel):
    """The secret of the link, and how one wants to sign in from now on."""

    model_config = ConfigDict(extra="forbid", strict=True)

    secret: str
    name: str
    email: str
    password: str


async def handle(call: Call) -> web.Response:
    """The link is good for once; a used, expired or made up one answers alike."""
    cross_site.refuse_elsewhere(call.request)
    body: WelcomeBody = call.body
    made = await become_owner(
        body.secret,
        name_of(body.name),
        email_of(body.email),
        body.password,
        agent=agent_of(call),
        network=call.network,
        gate=call.services.gate,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return await answer_signed_in(call, made)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/welcome",
    name="become_owner",
    summary="Become the first owner, by the link that the server printed.",
    access=PUBLIC,
    handler=handle,
    body=WelcomeBody,
    responses={201: OwnSession},
    errors={
        403: ("bad_link", "foreign_request"),
        409: ("already_exists", "owner_exists"),
        422: (
            "bad_email",
            "bad_name",
            "control_character",
            "short_password",
            "too_long",
            "weak_password",
        ),
    },
    example=Example(
        body={
            "secret": "rcl_…",
            "name": "Anna",
            "email": "become@blog.example",
            "password": "een lange zin met woorden",
        }
    ),
)
