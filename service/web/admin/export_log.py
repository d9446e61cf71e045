"""GET /api/v1/admin/log.csv: the log, or a part of it, as one file for a spreadsheet."""

from aiohttp import web

from service.domain.moderator import Role
from service.transfer.csv_lines import csv_line
from service.web import headers
from service.web.admin.log_filter import LogFields, log_filter
from service.web.call import Call
from service.web.route import API, Route
from service.web.shown.decision import LoggedDecision, logged_decision

PAGE = 500
"""Decisions read and sent at once, so that no log fills the memory."""

_COLUMNS = [
    "at",
    "site",
    "comment",
    "action",
    "from",
    "to",
    "by_kind",
    "by_id",
    "by_name",
    "reason",
    "note",
    "to_author",
    "revision",
    "version",
    "undoes",
    "bulk",
    "id",
    "previous",
    "hash",
]


class LogExportQuery(LogFields):
    """Which part of the log; by default all of it."""

    lang: str | None = None


async def handle(call: Call) -> web.StreamResponse:
    """The decisions asked for, newest first, on the token's sites only."""
    query: LogExportQuery = call.query
    storage = call.services.storage
    wanted = await log_filter(query, token=call.moderator, storage=storage)
    named = {site.id: site.slug for site in await storage.sites.all()}
    fields = {
        **headers.PRIVATE,
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": 'attachment; filename="log.csv"',
    }
    if call.request.method == "HEAD":
        return web.Response(headers=fields)
    response = web.StreamResponse(headers=fields)
    await response.prepare(call.request)
    await response.write(csv_line(_COLUMNS).encode())
    after: int | None = None
    while True:
        decisions, after = await storage.decisions.log(wanted, after, PAGE)
        lines = (_line(logged_decision(each, named[each.site_id])) for each in decisions)
        await response.write("".join(lines).encode())
        if after is None:
            return response


def _line(logged: LoggedDecision) -> str:
    cells = logged.model_dump(mode="json", by_alias=True)
    cells |= {f"by_{key}": value for key, value in cells["by"].items()}
    return csv_line([cells[column] for column in _COLUMNS])


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/log.csv",
    name="export_log",
    summary="The log of decisions as CSV (RFC 4180), newest first.",
    access=Role.VIEWER,
    handler=handle,
    query=LogExportQuery,
    responses={200: None},
    content_type="text/csv",
    errors={404: ("unknown_site",), 422: ("control_character",)},
)
