"""GET /api/v1/admin/uploads/{id}: how far the look at a file is, and what it says."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.look_at_upload import show_look
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Route
from service.web.shown.uploads import ShownUpload, shown_upload


async def handle(call: Call) -> web.Response:
    """It has its report once the state is `ready`."""
    storage = call.services.storage
    job = await show_look(call.public_id(), token=call.moderator, storage=storage)
    site = await storage.sites.by_id(job.site_id)
    return answer(shown_upload(job, site.slug if site else ""), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/uploads/{{id}}",
    name="show_upload",
    summary="How far the look at a file is, and what importing it would do.",
    access=Role.ADMIN,
    handler=handle,
    responses={200: ShownUpload},
    errors={404: ("unknown_upload",)},
)
