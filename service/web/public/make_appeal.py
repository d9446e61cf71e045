"""POST /api/v1/comments/{id}/appeal: the author of a refused comment asks for another look."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.usecases.make_appeal import make_appeal
from service.web import typed
from service.web.call import Call
from service.web.public.show_own_comment import answer_own
from service.web.route import API, AUTHOR, Example, Route
from service.web.shown.comment import OwnCommentShown

TEXT_MAX = 1_000


class AppealBody(BaseModel):
    """Why the comment should be public after all."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str


async def handle(call: Call) -> web.Response:
    """Once a comment, ever; a moderator reads it, another than the one who refused if there is."""
    body: AppealBody = call.body
    services = call.services
    services.limiter.check_address(call.request)
    said = typed.many_lines("text", body.text, TEXT_MAX).strip()
    own = await make_appeal(
        call.public_id(), call.bearer(), said, storage=services.storage, clock=services.clock
    )
    return await answer_own(call, own, 201)


ROUTE = Route(
    method="POST",
    path=f"{API}/comments/{{id}}/appeal",
    name="make_appeal",
    summary="Appeal the refusal of one's own comment, once, by its edit token.",
    access=AUTHOR,
    handler=handle,
    body=AppealBody,
    cors=True,
    responses={201: OwnCommentShown},
    errors={
        403: ("bad_token", "foreign_origin"),
        409: ("appeal_taken", "not_appealable"),
        422: ("control_character", "empty_appeal", "too_long"),
        429: ("too_fast",),
    },
    example=Example(path={"id": "0" * 32}, body={"text": "Het was niet kwaad bedoeld."}),
)
