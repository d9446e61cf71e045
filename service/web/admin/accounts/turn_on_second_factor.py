"""POST /api/v1/admin/second-factor: ask for a one-time code at each sign-in."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.usecases.turn_on_second_factor import turn_on_second_factor
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, PERSON, Example, Route
from service.web.shown.accounts import RecoveryCodes


class SecondFactorBody(BaseModel):
    """The secret that was offered, and a code that shows that the app has it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    password: str
    secret: str
    code: str


async def handle(call: Call) -> web.Response:
    """The recovery codes are shown only now."""
    body: SecondFactorBody = call.body
    codes = await turn_on_second_factor(
        call.own_session,
        body.password,
        body.secret,
        body.code,
        network=call.network,
        gate=call.services.gate,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return answer(RecoveryCodes(recovery_codes=list(codes)), 201, private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/second-factor",
    name="turn_on_second_factor",
    summary="Ask for a one-time code at each sign-in from now on.",
    access=PERSON,
    handler=handle,
    body=SecondFactorBody,
    responses={201: RecoveryCodes},
    errors={
        409: ("second_factor_on",),
        422: ("bad_code", "bad_secret", "wrong_password"),
        429: ("too_many_tries",),
    },
    example=Example(
        body={
            "password": "een lange zin met woorden",
            "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
            "code": "123456",
        }
    ),
)
