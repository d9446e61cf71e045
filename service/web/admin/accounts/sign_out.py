"""DELETE /api/v1/admin/session: sign out."""

from aiohttp import web

from service.usecases.end_session import end_session
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, PERSON, Route
from service.web.session_cookie import take_cookie
from service.web.shown.accounts import Done


async def handle(call: Call) -> web.Response:
    """The session is over on the server too: a kept copy of the cookie opens nothing."""
    await end_session(
        call.own_session.session.public_id,
        call.own_session,
        by=call.moderator,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    response = answer(Done(), private=True)
    take_cookie(response, call.request)
    return response


ROUTE = Route(
    method="DELETE",
    path=f"{API}/admin/session",
    name="sign_out",
    summary="Sign out here.",
    access=PERSON,
    handler=handle,
    responses={200: Done},
    errors={404: ("unknown_session",)},
)
