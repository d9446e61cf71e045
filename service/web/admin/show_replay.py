"""GET /api/v1/admin/replays/{id}: how far a replay is, and what it found."""

from aiohttp import web

from service.domain.errors import NotFound
from service.domain.moderator import Role
from service.usecases.start_replay import KIND
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.rules import ShownReplay, shown_replay


async def handle(call: Call) -> web.Response:
    """The result so far; it is whole when the state is `done`."""
    storage = call.services.storage
    job = await storage.jobs.brief(call.public_id())
    if job is None or job.kind != KIND or call.moderator.site_id not in (None, job.site_id):
        raise NotFound("unknown_replay")
    site = await storage.sites.by_id(job.site_id)
    return answer(shown_replay(job, site.slug if site else ""), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/replays/{{id}}",
    name="show_replay",
    summary="How far a replay is, and what it found.",
    access=Role.VIEWER,
    handler=handle,
    responses={200: ShownReplay},
    errors={404: ("unknown_replay",)},
    example=Example(path={"id": "0" * 32}),
)
