"""POST /api/v1/admin/password: change one's own password."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.usecases.change_password import change_password
from service.web.call import Call
from service.web.route import API, PERSON, Example, Route
from service.web.shown.accounts import OwnSession
from service.web.signing_in import answer_signed_in


class PasswordBody(BaseModel):
    """The password so far, and the new one."""

    model_config = ConfigDict(extra="forbid", strict=True)

    password: str
    new_password: str


async def handle(call: Call) -> web.Response:
    """Ends all other sessions; this one goes on under another id and cookie."""
    body: PasswordBody = call.body
    made = await change_password(
        call.own_session,
        body.password,
        body.new_password,
        network=call.network,
        gate=call.services.gate,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return await answer_signed_in(call, made, 200)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/password",
    name="change_password",
    summary="Change one's own password. All other sessions end.",
    access=PERSON,
    handler=handle,
    body=PasswordBody,
    responses={200: OwnSession},
    errors={
        422: ("short_password", "too_long", "weak_password", "wrong_password"),
        429: ("too_many_tries",),
    },
    example=Example(
        body={
            "password": "een lange zin met woorden",
            "new_password": "een andere zin met woorden",
        }
    ),
)
