"""GET /openapi.json: the API for programs."""

import json

from aiohttp import web

from service.web import headers
from service.web.answers import json_answer
from service.web.call import Call
from service.web.route import PUBLIC, Route
from service.web.services import DESCRIPTION


async def handle(call: Call) -> web.Response:
    """The description of exactly the routes that this service has."""
    body = json.dumps(call.request.app[DESCRIPTION](), ensure_ascii=False).encode()
    return json_answer(body, 200, {**headers.PUBLIC, "Cache-Control": "no-cache"})


ROUTE = Route(
    method="GET",
    path="/openapi.json",
    name="api_description",
    summary="This description.",
    access=PUBLIC,
    handler=handle,
    cors=True,
    responses={200: None},
)
