"""GET /moderate/desk.css, desk.js and the scripts beside it: the desk's look and scripts."""

from aiohttp import web

from service.web.call import Call
from service.web.readers import entry_answer
from service.web.route import PUBLIC, Handler, Route
from service.web.static_file import static_file


def _file(name: str, kind: str) -> Route:
    entry = static_file(name, kind)

    async def handle(call: Call) -> web.StreamResponse:
        return entry_answer(entry, call.request)

    handler: Handler = handle
    return Route(
        method="GET",
        path=f"/moderate/{name}",
        name=name.replace(".", "_").replace("-", "_"),
        summary="A file of the desk.",
        access=PUBLIC,
        handler=handler,
        responses={200: None, 304: None},
        content_type=kind,
        page=True,
    )


STYLE = _file("desk.css", "text/css")
SCRIPT = _file("desk.js", "text/javascript")
KEYS = _file("desk-keys.js", "text/javascript")
NEWS = _file("desk-news.js", "text/javascript")
UPLOAD = _file("desk-upload.js", "text/javascript")
