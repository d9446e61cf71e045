"""What comes over the line before there is a request: answered like every other error.

aiohttp answers what its parser refuses with the refused bytes in plain text, and unpacks packed
bodies before anybody can refuse them. Neither happens here.
"""

import asyncio
from http import HTTPStatus
from typing import Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from service.locales import FALLBACK, text
from service.web import headers
from service.web.answers import json_answer
from service.web.shown.problem import Problem


class LineRunner(web.AppRunner):
    """Runs the application; what is no HTTP gets 400 `bad_request` and a closed connection."""

    def __init__(self, app: web.Application, **options: Any) -> None:
        super().__init__(app, access_log=None, auto_decompress=False, **options)

    async def _make_server(self) -> web.Server[Any]:
        server = await super()._make_server()
        return _Server.like(server)
