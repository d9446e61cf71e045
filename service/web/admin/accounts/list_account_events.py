"""GET /api/v1/admin/account-events: what happened to accounts, newest first."""

from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.moderator import Role
from service.usecases.review_accounts import list_account_events
from service.web.answers import answer
from service.web.call import Call
from service.web.cursors import make_cursor, read_cursor
from service.web.route import API, Example, Route
from service.web.shown.accounts import EventList, shown_event

CURSOR = "accounts"


class EventsQuery(BaseModel):
    """Which part."""

    model_config = ConfigDict(extra="forbid")

    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """A page of it. It names people of every site: owners of all of them may read it."""
    query: EventsQuery = call.query
    after = read_cursor(query.cursor, CURSOR, 1)
    events, more = await list_account_events(
        after[0] if after else None,
        query.limit,
        by=call.moderator,
        storage=call.services.storage,
    )
    following = None if more is None else make_cursor(CURSOR, more)
    return answer(
        EventList(items=[shown_event(event) for event in events], next=following), private=True
    )


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/account-events",
    name="list_account_events",
    summary="What happened to accounts: who did what, about whom, when.",
    access=Role.OWNER,
    handler=handle,
    query=EventsQuery,
    responses={200: EventList},
    errors={400: ("bad_cursor",)},
    example=Example(query=(("limit", "10"),)),
)
