"""GET /api/v1/admin/bulk: the newest bulk jobs."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.start_bulk import KIND
from service.web.admin.list_rule_sets import SiteQuery
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.bulk import BulkList, shown_bulk

SHOWN = 20


async def handle(call: Call) -> web.Response:
    """The newest bulk jobs of a site, newest first."""
    site = await call.on_own_site(call.query.site)
    jobs = await call.services.storage.jobs.newest((site.id,), KIND, SHOWN)
    return answer(BulkList(items=[shown_bulk(job, site.slug) for job in jobs]), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/bulk",
    name="list_bulk",
    summary="The newest bulk decisions of a site.",
    access=Role.VIEWER,
    handler=handle,
    query=SiteQuery,
    responses={200: BulkList},
    errors={404: ("unknown_site",), 422: ("control_character",)},
    example=Example(query=(("site", "blog"),)),
)
