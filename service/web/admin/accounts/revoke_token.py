"""DELETE /api/v1/admin/tokens/{id}: take an API token out of use."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.revoke_token import revoke_token
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.accounts import Done


async def handle(call: Call) -> web.Response:
    """It opens nothing from now on, nor do tokens that were made with it."""
    await revoke_token(
        call.public_id(),
        by=call.moderator,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return answer(Done(), private=True)


ROUTE = Route(
    method="DELETE",
    path=f"{API}/admin/tokens/{{id}}",
    name="revoke_token",
    summary="Take an API token out of use.",
    access=Role.ADMIN,
    handler=handle,
    responses={200: Done},
    errors={404: ("unknown_token",)},
    example=Example(path={"id": "0" * 32}),
)
