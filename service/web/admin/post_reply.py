"""POST /api/v1/admin/comments/{id}/replies: answer a comment, and approve it in the same act."""

from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.errors import Malformed, NotFound
from service.domain.moderator import Role
from service.usecases.post_reply import Replied, Reply, post_reply
from service.web import typed
from service.web.answers import answer
from service.web.call import Call
from service.web.idempotency_key import idempotency_key
from service.web.public.post_comment import TEXT_MAX
from service.web.route import API, Example, Route
from service.web.shown.review import ShownReply, shown_reply


class ReplyBody(BaseModel):
    """What is answered, whether that approves the comment, and the version of it that was seen:
    needed to approve it. Name and badge are the account's; nothing here sets them."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str
    approve: bool = False
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """201 with the reply, also when it was sent twice with the same Idempotency-Key."""
    body: ReplyBody = call.body
    if body.approve and body.version is None:
        raise Malformed("missing_field", "version")
    reply = Reply(
        text=typed.many_lines("text", body.text, TEXT_MAX),
        approve=body.approve,
        version=body.version,
        language=typed.language(body.lang),
        key=idempotency_key(call.request),
    )
    return await _answer(call, await send_reply(call, call.public_id(), reply))


async def send_reply(call: Call, public_id: str, reply: Reply) -> Replied:
    """The reply as it was stored; the model hears of the approval."""
    services = call.services
    replied = await post_reply(
        public_id,
        reply,
        token=call.moderator,
        storage=services.storage,
        clock=services.clock,
        rule_book=services.rule_book,
    )
    services.teacher.note_decisions(replied.reply.site_id)
    return replied


async def _answer(call: Call, replied: Replied) -> web.Response:
    storage = call.services.storage
    reply = await storage.comments.reviewed(replied.reply.public_id)
    parent_id = replied.reply.parent_id
    parent = None if parent_id is None else await storage.comments.reviewed_by_id(parent_id)
    if reply is None or parent is None:
        raise NotFound("unknown_comment")
    call.site = await storage.sites.by_id(replied.reply.site_id)
    shown: ShownReply = shown_reply(reply, parent, replied.approval, call.language)
    return answer(shown, 201, private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/comments/{{id}}/replies",
    name="post_reply",
    summary="Answer a comment under one's own name, with a badge; approve it in the same act.",
    access=Role.MODERATOR,
    handler=handle,
    body=ReplyBody,
    responses={201: ShownReply},
    errors={
        400: ("bad_idempotency_key",),
        403: ("own_rejection",),
        404: ("unknown_comment",),
        409: ("idempotency_key_taken", "not_possible", "not_public", "stale_version"),
        422: (
            "bad_language",
            "control_character",
            "empty",
            "idempotency_key_reused",
            "too_long",
        ),
    },
    example=Example(path={"id": "0" * 32}, body={"text": "Dank je wel!", "version": 1}),
)
