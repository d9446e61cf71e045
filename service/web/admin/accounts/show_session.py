"""GET /api/v1/admin/session: who is signed in here."""

from aiohttp import web

from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, PERSON, Route
from service.web.shown.accounts import OwnSession, own_session


async def handle(call: Call) -> web.Response:
    """With the token that changes carry which come from no page of ours."""
    sites = await call.services.storage.sites.all()
    return answer(own_session(call.own_session, sites), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/session",
    name="show_session",
    summary="Who is signed in here, with which roles.",
    access=PERSON,
    handler=handle,
    responses={200: OwnSession},
)
