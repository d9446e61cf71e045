"""POST /api/v1/admin/comments/{id}/notes: note something about a comment's author."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.moderator import Role
from service.usecases.note_author import TEXT_MAX, note_author
from service.web import typed
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.author import ShownNote, shown_note


class NoteBody(BaseModel):
    """What other moderators should know. No visitor ever sees it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str


async def handle(call: Call) -> web.Response:
    """Kept on the author's identity; on his network, address or name where none is proven."""
    services = call.services
    note = await note_author(
        call.public_id(),
        note_text(call.body.text),
        by=call.moderator,
        storage=services.storage,
        clock=services.clock,
    )
    return answer(shown_note(note), 201, private=True)


def note_text(said: str) -> str:
    """A note as it is kept. Raises Invalid `too_long`."""
    return typed.many_lines("text", said, TEXT_MAX).strip()


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/comments/{{id}}/notes",
    name="note_author",
    summary="Add a note on the author of a comment, for other moderators.",
    access=Role.MODERATOR,
    handler=handle,
    body=NoteBody,
    responses={201: ShownNote},
    errors={
        404: ("unknown_comment",),
        422: ("author_unknown", "control_character", "empty_note", "too_long"),
    },
    example=Example(path={"id": "0" * 32}, body={"text": "Known from the other blog."}),
)
