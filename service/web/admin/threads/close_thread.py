"""POST /api/v1/admin/threads/{id}/close and /open: whether a page takes new comments."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.close_thread import close_thread
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, NoBody, Route
from service.web.shown.thread import ShownThread, shown_thread


async def close(call: Call) -> web.Response:
    """No new comments from now on; those that are there stay."""
    return await _stands(call, closed=True)


async def reopen(call: Call) -> web.Response:
    """New comments are welcome again."""
    return await _stands(call, closed=False)


async def _stands(call: Call, *, closed: bool) -> web.Response:
    listed = await close_thread(
        call.public_id(),
        closed=closed,
        by=call.moderator,
        storage=call.services.storage,
        clock=call.services.clock,
    )
    return answer(shown_thread(listed), private=True)


CLOSE = Route(
    method="POST",
    path=f"{API}/admin/threads/{{id}}/close",
    name="close_thread",
    summary="Close a page to new comments.",
    access=Role.MODERATOR,
    handler=close,
    body=NoBody,
    responses={200: ShownThread},
    errors={404: ("unknown_thread",)},
    example=Example(path={"id": "0" * 32}),
)
OPEN = Route(
    method="POST",
    path=f"{API}/admin/threads/{{id}}/open",
    name="open_thread",
    summary="Open a page to comments again.",
    access=Role.MODERATOR,
    handler=reopen,
    body=NoBody,
    responses={200: ShownThread},
    errors={404: ("unknown_thread",)},
    example=Example(path={"id": "0" * 32}),
)
