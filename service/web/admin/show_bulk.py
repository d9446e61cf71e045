"""GET /api/v1/admin/bulk/{id}: how far a bulk decision is."""

from aiohttp import web

from service.domain.errors import NotFound
from service.domain.moderator import Role
from service.usecases.start_bulk import KIND
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.bulk import ShownBulk, shown_bulk


async def handle(call: Call) -> web.Response:
    """It is whole when the state is `done`."""
    storage = call.services.storage
    job = await storage.jobs.by_public_id(call.public_id())
    if job is None or job.kind != KIND or call.moderator.roles.on(job.site_id) is None:
        raise NotFound("unknown_bulk")
    site = await storage.sites.by_id(job.site_id)
    return answer(shown_bulk(job, site.slug if site else ""), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/bulk/{{id}}",
    name="show_bulk",
    summary="How far a bulk decision is.",
    access=Role.VIEWER,
    handler=handle,
    responses={200: ShownBulk},
    errors={404: ("unknown_bulk",)},
    example=Example(path={"id": "0" * 32}),
)
