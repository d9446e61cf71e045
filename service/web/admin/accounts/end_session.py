"""DELETE /api/v1/admin/sessions/{id}: put a browser out."""

from aiohttp import web

from service.usecases.end_session import end_session
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, PERSON, Example, Route
from service.web.shown.accounts import Done


async def handle(call: Call) -> web.Response:
    """One of one's own sessions, or as owner of somebody else's."""
    await end_session(
        call.public_id(),
        call.own_session,
        by=call.moderator,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return answer(Done(), private=True)


ROUTE = Route(
    method="DELETE",
    path=f"{API}/admin/sessions/{{id}}",
    name="end_session",
    summary="End a session: that browser has to sign in again.",
    access=PERSON,
    handler=handle,
    responses={200: Done},
    errors={404: ("unknown_session",)},
    example=Example(path={"id": "0" * 32}),
)
