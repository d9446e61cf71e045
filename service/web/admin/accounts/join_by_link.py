"""What joining by a link is, whichever link it was: the answers of `become_owner` and
`accept_invitation` differ in nothing but the roles."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.session import SignedIn
from service.web import cross_site
from service.web.call import Call
from service.web.route import Example
from service.web.signing_in import agent_of, answer_signed_in, email_of, name_of

REFUSED = (
    "bad_email",
    "bad_name",
    "control_character",
    "short_password",
    "too_long",
    "weak_password",
)
"""The 422s of both."""


class JoinBody(BaseModel):
    """The secret of the link, and how one wants to sign in from now on."""

    model_config = ConfigDict(extra="forbid", strict=True)

    secret: str
    name: str
    email: str
    password: str


async def join(call: Call, make: Callable[..., Awaitable[SignedIn]]) -> web.Response:
    """The link is good for once; a used, expired or made up one answers alike."""
    cross_site.refuse_elsewhere(call.request)
    body: JoinBody = call.body
    made = await make(
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


def joining_as(email: str) -> Example:
    """A request that succeeds with a link's secret."""
    return Example(
        body={
            "secret": "rcl_…",
            "name": "Anna",
            "email": email,
            "password": "een lange zin met woorden",
        }
    )
