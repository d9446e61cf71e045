"""GET /moderate/log: every decision, what else happened, and whether the logs are whole."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.decision import Action
from service.domain.moderator import Role
from service.locales import text, when
from service.usecases.review_accounts import list_moderators
from service.usecases.review_comments import visible_sites
from service.usecases.site_log import list_site_events
from service.usecases.verify_log import verify_log
from service.web.admin.log_filter import LogFields, log_filter
from service.web.call import Call
from service.web.cursors import make_cursor, read_cursor
from service.web.pages.desk.comment import log_line
from service.web.pages.desk.days import day_end, day_start
from service.web.pages.desk.frame import Notice, desk_of, page
from service.web.route import Route
from service.web.shown.site_event import event_sentence
from service.web.shown.times import iso

SHOWN = 100
EXPORT = "/api/v1/admin/log.csv"


class LogQuery(BaseModel):
    """Which part; `since` and `until` are days, both counted in. `verify` walks the chains
    first."""

    model_config = ConfigDict(extra="ignore")

    site: str | None = None
    by: Annotated[str, Field(max_length=200)] = ""
    action: Action | Literal[""] = ""
    since: str = ""
    until: str = ""
    comment: Annotated[str, Field(max_length=200)] = ""
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
    fields = _fields(query)
    wanted = await log_filter(fields, token=call.moderator, storage=storage)
    found, more = await storage.decisions.log(wanted, after[0] if after else None, SHOWN)
    following = None if more is None else _next(query, make_cursor("log", more))
    people = await list_moderators(by=call.moderator, storage=storage)
    return {
        "lines": [(log_line(call.language, each), each.comment) for each in found],
        "events": (),
        "next": following,
        "asked": query,
        "is_filtered": len(fields.model_dump(exclude_none=True, exclude={"site"})) > 0,
        "names": sorted({one.name for one in people}),
        "actions": list(Action),
        "sites": [one for one in await storage.sites.all() if call.moderator.roles.on(one.id)],
        "export": f"{EXPORT}{_query(fields.model_dump(mode='json', exclude_none=True))}",
    }


def _fields(query: LogQuery) -> LogFields:
    """What the API would be asked for. Raises Invalid `bad_date`."""
    return LogFields(
        site=query.site or None,
        by=query.by or None,
        action=query.action or None,
        since=day_start("since", query.since) if query.since else None,
        until=day_end("until", query.until) if query.until else None,
        comment=query.comment or None,
    )


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
    own = {site.id: site.name for site in await call.own_sites()}
    lines = [
        {
            "at": when(call.language, each.at),
            "moment": iso(each.at),
            "site": own[each.site_id] if len(own) > 1 else None,
            "who": each.actor_name,
            "what": event_sentence(each, call.language),
        }
        for each in found
    ]
    following = None if more is None else _next(query, make_cursor("events", more))
    return {"lines": (), "events": lines, "next": following}


def _next(query: LogQuery, cursor: str) -> str:
    names = ("site", "part", "by", "action", "since", "until", "comment")
    kept = {name: getattr(query, name) for name in names}
    return f"/moderate/log{_query({**kept, 'cursor': cursor})}"


def _query(said: Mapping[str, Any]) -> str:
    """What was said, as an address says it: what is empty says nothing."""
    given = {name: value for name, value in said.items() if value not in (None, "")}
    return f"?{urlencode(given)}" if given else ""


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
