"""POST /api/v1/admin/uploads/{id}/look: look at a file again, read otherwise."""

from typing import Any

from aiohttp import web
from pydantic import ConfigDict

from service.domain.errors import NotFound
from service.domain.moderator import Role
from service.usecases.look_at_upload import look_again, show_look
from service.web.admin.uploads.read_fields import READ_CODES, ReadFields, read_as
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.uploads import ShownUpload, shown_upload


class LookBody(ReadFields):
    """How it is to be read; what is left out is as if nothing was ever said of it."""

    model_config = ConfigDict(extra="forbid", strict=True)


async def handle(call: Call) -> web.Response:
    """202: the answer has another id, under which the file stands from now on."""
    services = call.services
    known: dict[str, Any] = {"token": call.moderator, "storage": services.storage}
    before = await show_look(call.public_id(), **known)
    site = await services.storage.sites.by_id(before.site_id)
    if site is None:
        raise NotFound("unknown_upload")
    asked = read_as(call.body, site)
    job = await look_again(before.public_id, asked, clock=services.clock, **known)
    services.look_worker.wake()
    return answer(shown_upload(job, site.slug), 202, private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/uploads/{{id}}/look",
    name="look_again",
    summary="Look at a file again, read otherwise.",
    access=Role.ADMIN,
    handler=handle,
    body=LookBody,
    responses={202: ShownUpload},
    errors={
        404: ("unknown_upload",),
        409: ("upload_gone",),
        422: READ_CODES,
    },
    example=Example(body={"hosts": ["old-name.blogspot.com"], "as_pending": True}),
)
