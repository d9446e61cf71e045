"""POST /api/v1/admin/bulk/{id}/undo: take all decisions of a bulk job back."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.job_worker import RUNNER
from service.usecases.start_bulk import undo_bulk
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, NoBody, Route
from service.web.shown.bulk import ShownBulk, shown_bulk


async def handle(call: Call) -> web.Response:
    """202: undone in the background, but for comments that somebody decided on since."""
    services = call.services
    job = await undo_bulk(
        call.public_id(),
        runner=RUNNER,
        token=call.moderator,
        storage=services.storage,
        clock=services.clock,
    )
    services.bulk_worker.add(job)
    site = await services.storage.sites.by_id(job.site_id)
    return answer(shown_bulk(job, site.slug if site else ""), 202, private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/bulk/{{id}}/undo",
    name="undo_bulk",
    summary="Undo a bulk decision: each comment stands again where it stood before it.",
    access=Role.MODERATOR,
    handler=handle,
    body=NoBody,
    responses={202: ShownBulk},
    errors={404: ("unknown_bulk",)},
    example=Example(path={"id": "0" * 32}),
)
