"""POST /api/v1/admin/second-factor/off: ask for the password alone again."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.usecases.turn_off_second_factor import turn_off_second_factor
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, PERSON, Example, Route
from service.web.shown.accounts import Done


class OffBody(BaseModel):
    """The password, and one last code: the app's or a recovery code."""

    model_config = ConfigDict(extra="forbid", strict=True)

    password: str
    code: str


async def handle(call: Call) -> web.Response:
    """Forgets the app's secret and the recovery codes."""
    body: OffBody = call.body
    await turn_off_second_factor(
        call.own_session,
        body.password,
        body.code,
        network=call.network,
        gate=call.services.gate,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return answer(Done(), private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/second-factor/off",
    name="turn_off_second_factor",
    summary="Ask for the password alone again.",
    access=PERSON,
    handler=handle,
    body=OffBody,
    responses={200: Done},
    errors={
        409: ("second_factor_off",),
        422: ("bad_code", "wrong_password"),
        429: ("too_many_tries",),
    },
    example=Example(body={"password": "een lange zin met woorden", "code": "123456"}),
)
