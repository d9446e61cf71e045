"""GET /moderate/log: every decision, what else happened, and whether the logs are whole."""

from typing import Any, Literal
from urllib.parse import urlencode

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.moderator import Role
from service.locales import text, when
from service.usecases.review_comments import visible_sites
from service.usecases.site_log import list_site_events
from service.usecases.verify_log import verify_log
from service.web.call import Call
from service.web.cursors import make_cursor, read_cursor
from service.web.pages.desk.comment import log_line
from service.web.pages.desk.frame import Notice, desk_of, page
from service.web.route import Route
from service.web.shown.site_event import event_sentence
from service.web.shown.times import iso

SHOWN = 100


class LogQuery(BaseModel):
    """Which part; `verify` walks the chains first."""

    model_config = ConfigDict(extra="ignore")

    site: str | None = None
    part: Literal["events", ""] = ""
    cursor: str | None = None
    verify: Literal["yes", ""] = ""
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """Newest first."""
    query: LogQuery = call.query
    shown = await (_events(call) if query.part else _decisions(call))
    sites = await visible_sites(
        query.site or None, token=call.moderator, storage=call.services.storage
    )
    notice = await _verified(call, sites) if query.verify else None
    return page("log", desk_of(call, "/moderate/log", notice=notice), part=query.part, **shown)


async def _decisions(call: Call) -> dict[str, Any]:
    query: LogQuery = call.query
    storage = call.services.storage
    after = read_cursor(query.cursor, "log", 1)
    sites = await visible_sites(query.site or None, token=call.moderator, storage=storage)
    found, more = await storage.decisions.log(sites, after[0] if after else None, SHOWN)
    lines = [(log_line(call.language, each), each.comment) for each in found]
    following = None if more is None else _next(query, make_cursor("log", more))
    return {"lines": lines, "events": (), "next": following}


async def _events(call: Call) -> dict[str, Any]:
    query: LogQuery = call.query
    after = read_cursor(query.cursor, "events", 1)
    found, more = await list_site_events(
        query.site or None,
        after=after[0] if after else None,
        limit=SHOWN,
        token=call.moderator,
        storage=call.services.storage,
    )
    lines = [
        {
            "at": when(call.language, each.at),
            "moment": iso(each.at),
            "who": each.actor_name,
            "what": event_sentence(each, call.language),
        }
        for each in found
    ]
    following = None if more is None else _next(query, make_cursor("events", more))
    return {"lines": (), "events": lines, "next": following}


def _next(query: LogQuery, cursor: str) -> str:
    kept = {"site": query.site, "part": query.part, "cursor": cursor}
    return f"/moderate/log?{urlencode({key: value for key, value in kept.items() if value})}"


async def _verified(call: Call, wanted: tuple[int, ...] | None) -> Notice:
    storage = call.services.storage
    checked = 0
    for site in await storage.sites.all():
        if wanted is not None and site.id not in wanted:
            continue
        report = await verify_log(site, storage=storage)
        if report.problem is not None:
            key = "desk.log_broken_events" if report.part == "events" else "desk.log_broken"
            said = text(call.language, key, site=site.name, n=report.broken_at or 0)
            return Notice(said, "bad")
        checked += report.checked
    return Notice(text(call.language, "desk.log_whole", n=checked))


ROUTE = Route(
    method="GET",
    path="/moderate/log",
    name="desk_log",
    summary="The desk's log.",
    access=Role.VIEWER,
    handler=handle,
    query=LogQuery,
    responses={200: None},
    page=True,
)
