"""GET /api/v1/admin/imports: the newest imports of a site."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.start_import import KIND
from service.web.admin.list_rule_sets import SiteQuery
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.imports import ImportList, shown_import

SHOWN = 50


async def handle(call: Call) -> web.Response:
    """Newest first, those that take others back among them."""
    site = await call.on_own_site(call.query.site)
    jobs = await call.services.storage.jobs.newest((site.id,), KIND, SHOWN)
    return answer(ImportList(items=[shown_import(job, site.slug) for job in jobs]), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/imports",
    name="list_imports",
    summary="The newest imports of a site.",
    access=Role.ADMIN,
    handler=handle,
    query=SiteQuery,
    responses={200: ImportList},
    errors={404: ("unknown_site",), 422: ("control_character",)},
    example=Example(query=(("site", "blog"),)),
)
