"""DELETE /api/v1/admin/moderators/{id}: take a person's account away."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.remove_moderator import remove_moderator
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.accounts import Done


async def handle(call: Call) -> web.Response:
    """His sessions and tokens end at once; what he decided stays in the log."""
    await remove_moderator(
        call.public_id(),
        by=call.moderator,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return answer(Done(), private=True)


ROUTE = Route(
    method="DELETE",
    path=f"{API}/admin/moderators/{{id}}",
    name="remove_moderator",
    summary="Take a person's account away, with his sessions and tokens.",
    access=Role.OWNER,
    handler=handle,
    responses={200: Done},
    errors={
        403: ("beyond_own_roles",),
        404: ("unknown_moderator",),
        409: ("last_owner",),
    },
    example=Example(path={"id": "0" * 32}),
)
