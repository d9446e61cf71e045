"""DELETE /api/v1/admin/uploads/{id}: leave a file that was sent in."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.look_at_upload import leave_upload
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Route
from service.web.shown.accounts import Done


async def handle(call: Call) -> web.Response:
    """Nothing is made of it, and it is removed."""
    services = call.services
    await leave_upload(
        call.public_id(),
        uploads=services.uploads,
        token=call.moderator,
        storage=services.storage,
        clock=services.clock,
    )
    return answer(Done(), private=True)


ROUTE = Route(
    method="DELETE",
    path=f"{API}/admin/uploads/{{id}}",
    name="leave_upload",
    summary="Leave a file that was sent in: nothing is made of it, and it is removed.",
    access=Role.ADMIN,
    handler=handle,
    responses={200: Done},
    errors={404: ("unknown_upload",), 409: ("upload_gone",)},
)
