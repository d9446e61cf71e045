"""POST /api/v1/admin/merges/{id}/undo: a page that went into another one stands alone again."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.undo_merge import undo_merge
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, NoBody, Route
from service.web.shown.thread import ShownThread, shown_thread


async def handle(call: Call) -> web.Response:
    """With the comments that came from it; what was posted since stays, but for answers to them."""
    listed = await undo_merge(
        call.public_id(),
        by=call.moderator,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return answer(shown_thread(listed), private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/merges/{{id}}/undo",
    name="undo_merge",
    summary="Undo a merge: the page has its addresses and its comments again.",
    access=Role.ADMIN,
    handler=handle,
    body=NoBody,
    responses={200: ShownThread},
    errors={404: ("unknown_merge",), 409: ("address_in_use", "merged_again")},
    example=Example(path={"id": "0" * 32}),
)
