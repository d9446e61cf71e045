"""POST /api/v1/admin/bulk: decide on many comments at once."""

from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field

from service.domain.decision import Action
from service.domain.moderator import Role
from service.usecases.job_worker import RUNNER
from service.usecases.start_bulk import BulkOrder, start_bulk
from service.web.admin.bulk_sent import Selection, selected
from service.web.admin.decide import reason_and_note
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.bulk import ShownBulk, shown_bulk


class BulkBody(Selection):
    """The act, and the preview's `seen` (without it: now): what came in, was edited or decided on
    after that is left alone."""

    action: Literal["approve", "reject", "spam", "delete", "restore", "keep"]
    seen: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    reason: str | None = None
    note: str | None = None


async def handle(call: Call) -> web.Response:
    """202: the server works it off in the background, also after a restart."""
    body: BulkBody = call.body
    services = call.services
    site = await call.on_own_site(body.site)
    reason, note = reason_and_note(body.reason, body.note)
    order = BulkOrder(
        site,
        selected(body),
        Action(body.action),
        body.seen,
        reason,
        note,
    )
    job = await start_bulk(
        order, runner=RUNNER, token=call.moderator, storage=services.storage, clock=services.clock
    )
    services.bulk_worker.add(job)
    return answer(shown_bulk(job, site.slug), 202, private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/bulk",
    name="start_bulk",
    summary="Decide on all comments that a filter finds.",
    access=Role.MODERATOR,
    handler=handle,
    body=BulkBody,
    responses={202: ShownBulk},
    errors={404: ("unknown_site",), 422: ("blank_filter", "control_character", "too_long")},
    example=Example(body={"site": "blog", "action": "spam", "q": "seo"}),
)
