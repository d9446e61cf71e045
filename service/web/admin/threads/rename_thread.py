"""PATCH /api/v1/admin/threads/{id}: another address or title for a page."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.moderator import Role
from service.usecases.rename_thread import rename_thread
from service.web import typed
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.thread import ShownThread, shown_thread

TITLE_MAX = 300


class RenameBody(BaseModel):
    """What changes: the page's address, its title (empty: it has none), or both."""

    model_config = ConfigDict(extra="forbid", strict=True)

    address: str | None = None
    title: str | None = None


async def handle(call: Call) -> web.Response:
    """The addresses that the page had lead to it still."""
    body: RenameBody = call.body
    listed = await rename_thread(
        call.public_id(),
        address=body.address,
        title=None if body.title is None else typed.line("title", body.title, TITLE_MAX) or "",
        by=call.moderator,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return answer(shown_thread(listed), private=True)


ROUTE = Route(
    method="PATCH",
    path=f"{API}/admin/threads/{{id}}",
    name="rename_thread",
    summary="Give a page another address, title or both; its old addresses lead to it still.",
    access=Role.ADMIN,
    handler=handle,
    body=RenameBody,
    responses={200: ShownThread},
    errors={
        404: ("unknown_thread",),
        409: ("address_taken",),
        422: ("bad_page", "control_character", "foreign_page", "too_long"),
    },
    example=Example(path={"id": "0" * 32}, body={"title": "Co-creatie"}),
)
