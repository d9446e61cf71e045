"""GET /api/v1/admin/sites: the sites on which one has a role, with their settings."""

from aiohttp import web

from service.domain.moderator import Role
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Route
from service.web.shown.site import SiteList, shown_site


async def handle(call: Call) -> web.Response:
    """All of one's own."""
    items = [shown_site(site, call.moderator) for site in await call.own_sites()]
    return answer(SiteList(items=items), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/sites",
    name="list_sites",
    summary="The sites on which one has a role, with their settings.",
    access=Role.VIEWER,
    handler=handle,
    responses={200: SiteList},
)
