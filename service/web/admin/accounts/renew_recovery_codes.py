"""POST /api/v1/admin/recovery-codes: new recovery codes in place of the old."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.usecases.renew_recovery_codes import renew_recovery_codes
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, PERSON, Example, Route
from service.web.shown.accounts import RecoveryCodes


class RenewBody(BaseModel):
    """The password, once more."""

    model_config = ConfigDict(extra="forbid", strict=True)

    password: str


async def handle(call: Call) -> web.Response:
    """The codes are shown only now."""
    body: RenewBody = call.body
    codes = await renew_recovery_codes(
        call.own_session,
        body.password,
        network=call.network,
        gate=call.services.gate,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return answer(RecoveryCodes(recovery_codes=list(codes)), 201, private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/recovery-codes",
    name="renew_recovery_codes",
    summary="New recovery codes; the old ones open nothing any more.",
    access=PERSON,
    handler=handle,
    body=RenewBody,
    responses={201: RecoveryCodes},
    errors={
        409: ("second_factor_off",),
        422: ("wrong_password",),
        429: ("too_many_tries",),
    },
    example=Example(body={"password": "een lange zin met woorden"}),
)
