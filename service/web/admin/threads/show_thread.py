"""GET /api/v1/admin/threads/{id}: one thread with its addresses and what went into it."""

from aiohttp import web

from service.domain.moderator import Role
from service.usecases.review_threads import show_thread
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.thread import ShownThreadStory, shown_story


async def handle(call: Call) -> web.Response:
    """With the merges that can be undone."""
    story = await show_thread(call.public_id(), token=call.moderator, storage=call.services.storage)
    return answer(shown_story(story), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/threads/{{id}}",
    name="show_thread",
    summary="A page with comments: every address that leads to it, and what was merged into it.",
    access=Role.VIEWER,
    handler=handle,
    responses={200: ShownThreadStory},
    errors={404: ("unknown_thread",)},
    example=Example(path={"id": "0" * 32}),
)
