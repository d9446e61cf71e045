"""PATCH /api/v1/comments/{id}: give one's own comment another text."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.usecases.edit_comment import edit_comment
from service.usecases.own_comment import own_comment
from service.web import typed
from service.web.call import Call
from service.web.public.post_comment import TEXT_MAX
from service.web.public.show_own_comment import answer_own
from service.web.route import API, AUTHOR, Example, Route
from service.web.shown.comment import OwnCommentShown


class EditBody(BaseModel):
    """The new text."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str


async def handle(call: Call) -> web.Response:
    """The edit is judged like a new comment; what was approved stays public until it passes. A
    comment that was turned away is sent in again so, once."""
    body: EditBody = call.body
    services = call.services
    services.limiter.check_address(call.request)
    own = await own_comment(call.public_id(), call.bearer(), storage=services.storage)
    call.site = own.site
    edited = await edit_comment(
        call.public_id(),
        call.bearer(),
        typed.many_lines("text", body.text, TEXT_MAX),
        storage=services.storage,
        clock=services.clock,
        rule_book=services.rule_book,
        over_budget=services.limiter.over_budget(call.request, own.site.id, own.thread.key, None),
    )
    return await answer_own(call, edited)


ROUTE = Route(
    method="PATCH",
    path=f"{API}/comments/{{id}}",
    name="edit_own_comment",
    summary="Edit one's own comment within the site's edit time, or once after its refusal.",
    access=AUTHOR,
    handler=handle,
    body=EditBody,
    cors=True,
    responses={200: OwnCommentShown},
    errors={
        403: ("bad_token", "edit_window_over", "foreign_origin"),
        409: ("appeal_open", "not_editable", "resubmission_taken", "stale_version"),
        422: ("control_character", "empty", "refused", "same_text", "too_long"),
        429: ("too_fast",),
    },
    example=Example(path={"id": "0" * 32}, body={"text": "Nog mooier."}),
)
