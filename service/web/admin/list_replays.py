"""GET /api/v1/admin/replays: the newest replays."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.start_replay import KIND
from service.web.admin.list_rule_sets import SiteQuery
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.rules import ReplayList, shown_replay

SHOWN = 20


async def handle(call: Call) -> web.Response:
    """The newest replays of a site, newest first."""
    site = await call.on_own_site(call.query.site)
    jobs = await call.services.storage.jobs.newest((site.id,), KIND, SHOWN)
    return answer(ReplayList(items=[shown_replay(job, site.slug) for job in jobs]), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/replays",
    name="list_replays",
    summary="The newest replays of a site.",
    access=Role.VIEWER,
    handler=handle,
    query=SiteQuery,
    responses={200: ReplayList},
    errors={404: ("unknown_site",), 422: ("control_character",)},
    example=Example(query=(("site", "blog"),)),
)
