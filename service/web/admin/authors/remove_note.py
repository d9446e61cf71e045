"""DELETE /api/v1/admin/notes/{id}: remove a note on an author."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.remove_author_note import remove_author_note
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.accounts import Done


async def handle(call: Call) -> web.Response:
    """Its text is gone; the log tells that there was one."""
    services = call.services
    await remove_author_note(
        call.public_id(), by=call.moderator, storage=services.storage, clock=services.clock
    )
    return answer(Done(), private=True)


ROUTE = Route(
    method="DELETE",
    path=f"{API}/admin/notes/{{id}}",
    name="remove_note",
    summary="Remove a note on an author.",
    access=Role.MODERATOR,
    handler=handle,
    responses={200: Done},
    errors={404: ("unknown_note",)},
    example=Example(path={"id": "0" * 32}),
)
