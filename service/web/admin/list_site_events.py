"""GET /api/v1/admin/site-events: what happened to sites apart from decisions, newest first."""

from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.moderator import Role
from service.usecases.site_log import list_site_events
from service.web.answers import answer
from service.web.call import Call
from service.web.cursors import make_cursor, read_cursor
from service.web.route import API, Example, Route
from service.web.shown.site_event import SiteEventList, shown_site_event

CURSOR = "events"


class SiteEventsQuery(BaseModel):
    """Which part of the log."""

    model_config = ConfigDict(extra="forbid")

    site: str | None = None
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """A page of what happened to the token's sites."""
    query: SiteEventsQuery = call.query
    after = read_cursor(query.cursor, CURSOR, 1)
    storage = call.services.storage
    events, more = await list_site_events(
        query.site,
        after=after[0] if after else None,
        limit=query.limit,
        token=call.moderator,
        storage=storage,
    )
    slugs = {site.id: site.slug for site in await storage.sites.all()}
    items = [shown_site_event(each, slugs[each.site_id], call.language) for each in events]
    following = None if more is None else make_cursor(CURSOR, more)
    return answer(SiteEventList(items=items, next=following), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/site-events",
    name="list_site_events",
    summary="What happened to sites apart from decisions: rules, pages, settings; newest first.",
    access=Role.VIEWER,
    handler=handle,
    query=SiteEventsQuery,
    responses={200: SiteEventList},
    errors={400: ("bad_cursor",), 404: ("unknown_site",), 422: ("control_character",)},
    example=Example(query=(("limit", "10"),)),
)
