"""POST /api/v1/admin/imports/{id}/undo: take an import back."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.job_worker import RUNNER
from service.usecases.start_import import undo_import
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, NoBody, Route
from service.web.shown.imports import ShownImport, shown_import


async def handle(call: Call) -> web.Response:
    """202: taken back in the background, but for what somebody touched or answered."""
    services = call.services
    job = await undo_import(
        call.public_id(),
        runner=RUNNER,
        token=call.moderator,
        storage=services.storage,
        clock=services.clock,
    )
    services.import_worker.add(job)
    site = await services.storage.sites.by_id(job.site_id)
    return answer(shown_import(job, site.slug if site else ""), 202, private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/imports/{{id}}/undo",
    name="undo_import",
    summary="Take an import back: all that nobody decided on, edited or answered since.",
    access=Role.ADMIN,
    handler=handle,
    body=NoBody,
    responses={202: ShownImport},
    errors={404: ("unknown_import",)},
    example=Example(path={"id": "0" * 32}),
)
