"""GET /api/v1/comments/{id}: one's own comment, whatever became of it."""

import asyncio

from aiohttp import web

from service.usecases.own_comment import OwnComment, own_comment
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, AUTHOR, Example, Route
from service.web.shown.comment import OwnCommentShown, own_comment_shown


async def handle(call: Call) -> web.Response:
    """A missing comment and a wrong token answer alike."""
    own = await own_comment(call.public_id(), call.bearer(), storage=call.services.storage)
    return await answer_own(call, own)


async def answer_own(call: Call, own: OwnComment, status: int = 200) -> web.Response:
    """The comment as its author sees it, rendered off the loop."""
    call.site = own.site
    html = await asyncio.to_thread(call.services.renderer.render, own.revision.text)
    return answer(own_comment_shown(own, html), status, private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/comments/{{id}}",
    name="show_own_comment",
    summary="One's own comment with its newest text and status, by its edit token.",
    access=AUTHOR,
    handler=handle,
    cors=True,
    responses={200: OwnCommentShown},
    errors={403: ("bad_token",)},
    example=Example(path={"id": "0" * 32}),
)
