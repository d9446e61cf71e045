"""POST /api/v1/admin/uploads/{id}/import: import a file that was looked at."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.moderator import Role
from service.usecases.import_upload import import_upload
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.imports import ShownImport, shown_import


class ImportBody(BaseModel):
    """`teach`: approvals and spam of the source teach the site's model. `partial`: what came before
    is taken of a file that ends too soon."""

    model_config = ConfigDict(extra="forbid", strict=True)

    teach: bool = False
    partial: bool = False


async def handle(call: Call) -> web.Response:
    """202: it is imported in the background; `show_import` tells how far it is."""
    services, body = call.services, call.body
    job = await import_upload(
        call.public_id(),
        teaches=body.teach,
        partial=body.partial,
        token=call.moderator,
        storage=services.storage,
        clock=services.clock,
    )
    services.upload_worker.wake()
    site = await services.storage.sites.by_id(job.site_id)
    return answer(shown_import(job, site.slug if site else ""), 202, private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/uploads/{{id}}/import",
    name="import_upload",
    summary="Import a file that was sent in and looked at.",
    access=Role.ADMIN,
    handler=handle,
    body=ImportBody,
    responses={202: ShownImport},
    errors={
        404: ("unknown_upload",),
        409: ("upload_gone", "upload_not_ready"),
        422: ("import_cut", "import_nothing"),
    },
    example=Example(body={"teach": False, "partial": False}),
)
