"""GET /static/pages.css: the look of our own pages."""

from aiohttp import web

from service.web import headers
from service.web.call import Call
from service.web.readers import entry_answer
from service.web.route import PUBLIC, Route
from service.web.static_file import static_file

_FILE = static_file("pages.css", "text/css", headers.PUBLIC)


async def handle(call: Call) -> web.StreamResponse:
    """The stylesheet."""
    return entry_answer(_FILE, call.request)


ROUTE = Route(
    method="GET",
    path="/static/pages.css",
    name="stylesheet",
    summary="The look of our own pages.",
    access=PUBLIC,
    handler=handle,
    responses={200: None, 304: None},
    content_type="text/css",
)
