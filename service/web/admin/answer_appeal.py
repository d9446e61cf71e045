"""POST /api/v1/admin/comments/{id}/appeal: answer what a refused comment's author asked."""

from typing import Annotated, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.moderator import Role
from service.usecases.answer_appeal import answer_appeal
from service.web import typed
from service.web.call import Call
from service.web.deciding import answer_decided
from service.web.route import API, Example, Route
from service.web.shown.review import Decided

ANSWER_MAX = 500


class AnswerBody(BaseModel):
    """`grant` publishes the comment, `deny` leaves it as it is; `answer` is what its author is
    told. `version` is the one that the moderator saw."""

    model_config = ConfigDict(extra="forbid", strict=True)

    outcome: Literal["grant", "deny"]
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]
    answer: str | None = None


async def handle(call: Call) -> web.Response:
    """403 while another moderator than the one who refused could answer."""
    body: AnswerBody = call.body
    comment, decision = await answer_appeal(
        call.public_id(),
        grant=body.outcome == "grant",
        version=body.version,
        answer=answer_to_author(body.answer),
        token=call.moderator,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return await answer_decided(call, comment, decision)


def answer_to_author(said: str | None) -> str | None:
    """What the author is told, None for nothing. Raises Invalid `too_long`."""
    return typed.many_lines("answer", said or "", ANSWER_MAX).strip() or None


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/comments/{{id}}/appeal",
    name="answer_appeal",
    summary="Answer an author's appeal: publish the comment after all, or leave it as it is.",
    access=Role.MODERATOR,
    handler=handle,
    body=AnswerBody,
    responses={200: Decided},
    errors={
        403: ("own_rejection",),
        404: ("unknown_comment",),
        409: ("no_open_appeal", "stale_version"),
        422: ("control_character", "too_long"),
    },
    example=Example(path={"id": "0" * 32}, body={"outcome": "deny", "version": 1}),
)
