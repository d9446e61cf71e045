"""POST /api/v1/comments/{id}/reports: a reader says that something is wrong with a comment."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.concern import ReportReason
from service.locales import text
from service.usecases.report_comment import Complaint, report_comment
from service.web import typed
from service.web.answers import answer
from service.web.call import Call
from service.web.cross_site import refuse_foreign
from service.web.route import API, PUBLIC, Example, Route
from service.web.shown.concerns import ReportTaken

TEXT_MAX = 500


class ReportBody(BaseModel):
    """Why, and perhaps in words. `device` is the token that the browser keeps."""

    model_config = ConfigDict(extra="forbid", strict=True)

    reason: ReportReason
    text: str | None = None
    device: str | None = None
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """Every report gets the same answer, so that it tells nothing of comments that are not public,
    nor of how many others reported."""
    body: ReportBody = call.body
    services = call.services
    services.limiter.check_report(call.request)
    await refuse_foreign(call.request, None, services.storage)
    complaint = Complaint(
        comment=call.public_id(),
        reason=body.reason,
        text=typed.many_lines("text", body.text or "", TEXT_MAX).strip() or None,
        network=call.network,
        area=services.limiter.area(call.request),
        device=typed.line("device", body.device, 200),
    )
    await report_comment(
        complaint,
        reports_to_hold=services.settings.reports_to_hold,
        storage=services.storage,
        clock=services.clock,
    )
    return answer(ReportTaken(message=text(call.language, "report.thanks")), 202, private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/comments/{{id}}/reports",
    name="report_comment",
    summary="Report a comment to the moderators. Every report gets the same answer.",
    access=PUBLIC,
    handler=handle,
    body=ReportBody,
    cors=True,
    responses={202: ReportTaken},
    errors={
        403: ("foreign_origin",),
        422: ("control_character", "too_long"),
        429: ("too_fast",),
    },
    example=Example(path={"id": "0" * 32}, body={"reason": "abuse", "text": "Scheldpartij."}),
)
