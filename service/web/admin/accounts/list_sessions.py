"""GET /api/v1/admin/sessions: where one is signed in; for owners, where anybody is."""

from typing import Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.usecases.review_accounts import list_sessions
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, PERSON, Example, Route
from service.web.shown.accounts import SessionList, shown_session


class SessionsQuery(BaseModel):
    """Whose."""

    model_config = ConfigDict(extra="forbid")

    whose: Literal["own", "everybodys"] = "own"
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """The sessions that hold, newest first."""
    query: SessionsQuery = call.query
    watch = call.services.gate.watch
    found = await list_sessions(
        call.own_session,
        everybodys=query.whose == "everybodys",
        by=call.moderator,
        watch=watch,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    current = call.own_session.session.public_id
    items = [
        shown_session(session, moderator, watch.seen_at(session.public_id), current)
        for session, moderator in found
    ]
    return answer(SessionList(items=items), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/sessions",
    name="list_sessions",
    summary="Where one is signed in; for owners, where anybody is.",
    access=PERSON,
    handler=handle,
    query=SessionsQuery,
    responses={200: SessionList},
    errors={403: ("role_too_low",)},
    example=Example(query=(("whose", "own"),)),
)
