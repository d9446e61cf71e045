"""PATCH /api/v1/admin/comments/{id}/text: edit one's own reply."""

from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.moderator import Role
from service.usecases.edit_reply import edit_reply
from service.web import typed
from service.web.call import Call
from service.web.deciding import answer_decided
from service.web.public.post_comment import TEXT_MAX
from service.web.route import API, Example, Route
from service.web.shown.review import Decided


class ReplyEditBody(BaseModel):
    """The new text, and the version of the reply that was seen."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]


async def handle(call: Call) -> web.Response:
    """Readers see the new text at once; the old one is kept. 403 for who did not write it."""
    body: ReplyEditBody = call.body
    services = call.services
    comment, decision = await edit_reply(
        call.public_id(),
        typed.many_lines("text", body.text, TEXT_MAX),
        version=body.version,
        token=call.moderator,
        storage=services.storage,
        clock=services.clock,
        rule_book=services.rule_book,
    )
    return await answer_decided(call, comment, decision)


ROUTE = Route(
    method="PATCH",
    path=f"{API}/admin/comments/{{id}}/text",
    name="edit_reply",
    summary="Edit a reply of one's own: public at once, the old text kept.",
    access=Role.MODERATOR,
    handler=handle,
    body=ReplyEditBody,
    responses={200: Decided},
    errors={
        403: ("not_own_reply",),
        404: ("unknown_comment",),
        409: ("not_editable", "stale_version"),
        422: ("control_character", "empty", "too_long"),
    },
    example=Example(path={"id": "0" * 32}, body={"text": "Dank je wel, Jan!", "version": 1}),
)
