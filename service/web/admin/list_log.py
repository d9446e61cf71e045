"""GET /api/v1/admin/log: every decision, newest first, with its link in the chain."""

from typing import Annotated

from aiohttp import web
from pydantic import Field

from service.domain.decision import Decision
from service.domain.moderator import Role
from service.web.admin.log_filter import LogFields, log_filter
from service.web.answers import answer
from service.web.call import Call
from service.web.cursors import make_cursor, read_cursor
from service.web.route import API, Example, Route
from service.web.shown.decision import LoggedDecision, logged_decision
from service.web.shown.review import Log


class LogQuery(LogFields):
    """Which part of the log, by page."""

    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """A page of the decisions asked for, on the token's sites only."""
    query: LogQuery = call.query
    after = read_cursor(query.cursor, "log", 1)
    storage = call.services.storage
    wanted = await log_filter(query, token=call.moderator, storage=storage)
    decisions, more = await storage.decisions.log(wanted, after[0] if after else None, query.limit)
    items = [await _logged(call, decision) for decision in decisions]
    return answer(
        Log(items=items, next=None if more is None else make_cursor("log", more)), private=True
    )


async def _logged(call: Call, decision: Decision) -> LoggedDecision:
    site = await call.services.storage.sites.by_id(decision.site_id)
    return logged_decision(decision, site.slug if site else "")


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/log",
    name="list_log",
    summary="The log of decisions, newest first.",
    access=Role.VIEWER,
    handler=handle,
    query=LogQuery,
    responses={200: Log},
    errors={400: ("bad_cursor",), 404: ("unknown_site",), 422: ("control_character",)},
    example=Example(query=(("limit", "10"),)),
)
