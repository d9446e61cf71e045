"""POST /api/v1/admin/decisions/{id}/undo: take the newest decision on a comment back."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.undo_decision import undo_decision
from service.web.call import Call
from service.web.deciding import answer_decided
from service.web.route import API, Example, NoBody, Route
from service.web.shown.review import Decided


async def handle(call: Call) -> web.Response:
    """409 with the newer decision when there is one. An undo can itself be undone."""
    comment, decision = await undo_decision(
        call.public_id(),
        token=call.moderator,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return await answer_decided(call, comment, decision)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/decisions/{{id}}/undo",
    name="undo_decision",
    summary="Undo a decision: the comment stands again where it stood before it.",
    access=Role.MODERATOR,
    handler=handle,
    body=NoBody,
    responses={200: Decided},
    errors={404: ("unknown_decision",), 409: ("not_undoable", "superseded")},
    example=Example(path={"id": "0" * 32}),
)
