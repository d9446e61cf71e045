"""GET /moderate/desk.css, desk.js and desk-news.js: the look and the scripts of the desk."""

from pathlib import Path

from aiohttp import web

from service.web import headers
from service.web.call import Call
from service.web.route import PUBLIC, Handler, Route

_STATIC = Path(__file__).parents[2] / "static"


def _file(name: str, kind: str) -> Route:
    body = (_STATIC / name).read_bytes()

    async def handle(call: Call) -> web.Response:  # noqa: ARG001 -- the same for all
        fields = {
            **headers.PAGE,
            "Cache-Control": "no-cache",
            "Content-Type": f"{kind}; charset=utf-8",
        }
        return web.Response(body=body, headers=fields)

    handler: Handler = handle
    return Route(
        method="GET",
        path=f"/moderate/{name}",
        name=name.replace(".", "_").replace("-", "_"),
        summary="A file of the desk.",
        access=PUBLIC,
        handler=handler,
        responses={200: None},
        content_type=kind,
        page=True,
    )


STYLE = _file("desk.css", "text/css")
SCRIPT = _file("desk.js", "text/javascript")
NEWS = _file("desk-news.js", "text/javascript")
