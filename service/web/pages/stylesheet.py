"""GET /static/pages.css: the look of our own pages."""

from pathlib import Path

from aiohttp import web

from service.web import headers
from service.web.call import Call
from service.web.route import PUBLIC, Route

_BODY = (Path(__file__).parents[1] / "static" / "pages.css").read_bytes()


async def handle(call: Call) -> web.Response:  # noqa: ARG001 -- the same for all
    """The stylesheet."""
    return web.Response(
        body=_BODY,
        headers={
            **headers.PUBLIC,
            "Cache-Control": "no-cache",
            "Content-Type": "text/css; charset=utf-8",
        },
    )


ROUTE = Route(
    method="GET",
    path="/static/pages.css",
    name="stylesheet",
    summary="The look of our own pages.",
    access=PUBLIC,
    handler=handle,
    responses={200: None},
    content_type="text/css",
)
