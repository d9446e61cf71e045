"""POST /api/v1/admin/sessions: sign in."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.errors import Unauthorized
from service.usecases.account_log import keyed_network
from service.usecases.sign_in import sign_in
from service.web import cross_site
from service.web.call import Call
from service.web.log_lines import tell_of_refused_sign_in
from service.web.route import API, PUBLIC, Example, Route
from service.web.shown.accounts import OwnSession
from service.web.signing_in import agent_of, answer_signed_in

EMAIL_READ = 254


class SignInBody(BaseModel):
    """`code` is the app's or a recovery code, for whoever turned that on."""

    model_config = ConfigDict(extra="forbid", strict=True)

    email: str
    password: str
    code: str | None = None


async def handle(call: Call) -> web.Response:
    """401 `bad_login` tells not whether there is such an account; 401 `code_required` asks for the
    code that is missing. 429 says in Retry-After when to try again."""
    cross_site.refuse_elsewhere(call.request)
    body: SignInBody = call.body
    storage = call.services.storage
    try:
        made = await sign_in(
            body.email[:EMAIL_READ],
            body.password,
            body.code,
            agent=agent_of(call),
            network=call.network,
            gate=call.services.gate,
            storage=storage,
            clock=call.services.clock,
        )
    except Unauthorized as error:
        if error.code != "code_required":
            keyed = await keyed_network(call.network, storage=storage)
            tell_of_refused_sign_in(error.code, keyed)
        raise
    return await answer_signed_in(call, made)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/sessions",
    name="sign_in",
    summary="Sign in: a session, kept in a cookie.",
    access=PUBLIC,
    handler=handle,
    body=SignInBody,
    responses={201: OwnSession},
    errors={
        401: ("bad_code", "bad_login", "code_required"),
        403: ("foreign_request",),
        429: ("too_many_tries",),
    },
    example=Example(body={"email": "anna@blog.example", "password": "een lange zin met woorden"}),
)
