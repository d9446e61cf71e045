"""POST /api/v1/admin/comments/{id}/decisions: approve, reject, spam, delete, restore, keep."""

from typing import Annotated, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.decision import Action
from service.domain.moderator import Role
from service.usecases.decide import decide
from service.web import typed
from service.web.call import Call
from service.web.deciding import answer_decided
from service.web.route import API, Example, Route
from service.web.shown.review import Decided

NOTE_MAX = 2_000
TO_AUTHOR_MAX = 500


class DecisionBody(BaseModel):
    """The act, and the version of the comment that the moderator saw. `keep` dismisses reports.
    `reason` is a short code or word, `note` for other moderators, `to_author` what the author is
    told; all stay in the log."""

    model_config = ConfigDict(extra="forbid", strict=True)

    action: Literal["approve", "reject", "spam", "delete", "restore", "keep"]
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]
    reason: str | None = None
    note: str | None = None
    to_author: str | None = None


async def handle(call: Call) -> web.Response:
    """409 with the decision that came first when the version is not the newest any more."""
    body: DecisionBody = call.body
    reason, note = reason_and_note(body.reason, body.note)
    comment, decision = await decide(
        call.public_id(),
        Action(body.action),
        version=body.version,
        reason=reason,
        note=note,
        to_author=words_to_author(body.to_author),
        token=call.moderator,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return await answer_decided(call, comment, decision)


def reason_and_note(reason: str | None, note: str | None) -> tuple[str | None, str | None]:
    """Why a decision is taken, as it goes into the log. Raises Invalid `control_character` and
    `too_long`."""
    said = typed.many_lines("note", note or "", NOTE_MAX).strip()
    return typed.line("reason", reason, 200), said or None


def words_to_author(said: str | None) -> str | None:
    """What the author is told. Raises Invalid `control_character` and `too_long`."""
    return typed.many_lines("to_author", said or "", TO_AUTHOR_MAX).strip() or None


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/comments/{{id}}/decisions",
    name="decide",
    summary="Decide on a comment, at the version that was seen.",
    access=Role.MODERATOR,
    handler=handle,
    body=DecisionBody,
    responses={200: Decided},
    errors={
        404: ("unknown_comment",),
        403: ("own_rejection",),
        409: ("not_possible", "stale_version", "withdrawn"),
        422: ("control_character", "too_long"),
    },
    example=Example(path={"id": "0" * 32}, body={"action": "approve", "version": 1}),
)
