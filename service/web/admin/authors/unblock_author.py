"""DELETE /api/v1/admin/blocks/{id}: take a block back before its end."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.unblock_author import unblock_author
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.accounts import Done


async def handle(call: Call) -> web.Response:
    """What was rejected for it stays so until a moderator decides otherwise."""
    services = call.services
    await unblock_author(
        call.public_id(), by=call.moderator, storage=services.storage, clock=services.clock
    )
    return answer(Done(), private=True)


ROUTE = Route(
    method="DELETE",
    path=f"{API}/admin/blocks/{{id}}",
    name="unblock_author",
    summary="Take a block back.",
    access=Role.MODERATOR,
    handler=handle,
    responses={200: Done},
    errors={404: ("unknown_block",)},
    example=Example(path={"id": "0" * 32}),
)
