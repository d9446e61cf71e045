"""GET /moderate/log: every decision, and whether the log is whole."""

from typing import Literal
from urllib.parse import urlencode

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.moderator import Role
from service.locales import text
from service.usecases.review_comments import visible_sites
from service.usecases.verify_log import verify_log
from service.web.call import Call
from service.web.cursors import make_cursor, read_cursor
from service.web.pages.desk.comment import log_line
from service.web.pages.desk.frame import Notice, desk_of, page
from service.web.route import Route

SHOWN = 100


class LogQuery(BaseModel):
    """Which part; `verify` walks the chain first."""

    model_config = ConfigDict(extra="ignore")

    site: str | None = None
    cursor: str | None = None
    verify: Literal["yes", ""] = ""
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """Newest first."""
    query: LogQuery = call.query
    storage = call.services.storage
    after = read_cursor(query.cursor, "log", 1)
    sites = await visible_sites(query.site or None, token=call.moderator, storage=storage)
    found, more = await storage.decisions.log(sites, after[0] if after else None, SHOWN)
    lines = [(log_line(call.language, each), each.comment) for each in found]
    notice = await _verified(call, sites) if query.verify else None
    following = None if more is None else _next(query, make_cursor("log", more))
    return page("log", desk_of(call, "/moderate/log", notice=notice), lines=lines, next=following)


def _next(query: LogQuery, cursor: str) -> str:
    kept = {"site": query.site} if query.site else {}
    return f"/moderate/log?{urlencode({**kept, 'cursor': cursor})}"


async def _verified(call: Call, wanted: tuple[int, ...] | None) -> Notice:
    storage = call.services.storage
    checked = 0
    for site in await storage.sites.all():
        if wanted is not None and site.id not in wanted:
            continue
        report = await verify_log(site, storage=storage)
        if report.problem is not None:
            said = text(call.language, "desk.log_broken", site=site.name, n=report.broken_at or 0)
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
