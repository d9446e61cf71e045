"""GET /api/v1/admin/imports/{id}: how far an import is, and what it found."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.review_imports import show_import
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.imports import ShownImport, shown_import


async def handle(call: Call) -> web.Response:
    """It is whole when the state is `done`."""
    storage = call.services.storage
    job = await show_import(call.public_id(), token=call.moderator, storage=storage)
    site = await storage.sites.by_id(job.site_id)
    return answer(shown_import(job, site.slug if site else ""), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/imports/{{id}}",
    name="show_import",
    summary="How far an import is, and what it found.",
    access=Role.ADMIN,
    handler=handle,
    responses={200: ShownImport},
    errors={404: ("unknown_import",)},
    example=Example(path={"id": "0" * 32}),
)
