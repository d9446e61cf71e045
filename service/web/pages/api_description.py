"""GET /openapi.json: the API for programs."""

import asyncio
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from aiohttp import web

from service.web import headers
from service.web.cache import Entry
from service.web.call import Call
from service.web.readers import entry_answer
from service.web.route import PUBLIC, Route
from service.web.services import DESCRIPTION
from service.web.static_file import unchanging


async def handle(call: Call) -> web.StreamResponse:
    """The description of exactly the routes that this service has."""
    entry = await asyncio.to_thread(_entry, call.request.app[DESCRIPTION])
    return entry_answer(entry, call.request)


@cache
def _entry(describe: Callable[[], Mapping[str, Any]]) -> Entry:
    body = json.dumps(describe(), ensure_ascii=False).encode()
    return unchanging(body, headers.JSON, headers.PUBLIC)


ROUTE = Route(
    method="GET",
    path="/openapi.json",
    name="api_description",
    summary="This description.",
    access=PUBLIC,
    handler=handle,
    cors=True,
    responses={200: None, 304: None},
)
