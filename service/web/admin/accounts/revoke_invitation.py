"""DELETE /api/v1/admin/invitations/{id}: take an invitation back."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.revoke_invitation import revoke_invitation
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.accounts import Done


async def handle(call: Call) -> web.Response:
    """Its link opens nothing any more."""
    await revoke_invitation(
        call.public_id(),
        by=call.moderator,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return answer(Done(), private=True)


ROUTE = Route(
    method="DELETE",
    path=f"{API}/admin/invitations/{{id}}",
    name="revoke_invitation",
    summary="Take an invitation back before it is used.",
    access=Role.OWNER,
    handler=handle,
    responses={200: Done},
    errors={404: ("unknown_invitation",)},
    example=Example(path={"id": "0" * 32}),
)
