"""What comes over the line before it is a request: refused in the same words as everything else.

aiohttp's own answer to what is no HTTP quotes the refused bytes and names its version. Nor does it
count lines, or leave one whose other end takes nothing of its answer.
"""

import asyncio
import socket
from collections.abc import Awaitable
from http import HTTPStatus
from typing import Any, cast

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from service.locales import FALLBACK, text
from service.web import headers
from service.web.answers import json_answer
from service.web.connections import Connections
from service.web.shown.problem import Problem

RED_SECONDS = 0.25
"""How long new lines are still taken after /readyz is red: whoever balances load looks there."""
LAST_SECONDS = 0.25
"""How long those whose lines were just taken have to ask."""
RECEIVED_AT_ONCE = 32_768
"""Bytes of a line that the kernel keeps for us, or twice as many; what it has comes in one piece,
and was 256 KB for each of those who send too much."""
LOOK_SECONDS = 5.0
LOOKS = 2
"""A line whose other end took nothing of an answer since so many looks is hung up on."""

_CODE = "bad_request"

ENDS_WITH_ITS_LINE: web.RequestKey[bool] = web.RequestKey("ends_with_its_line", bool)
"""Set on a request whose handler does nothing but tell: when its line breaks, the handler ends at
once, where others go on with what they began."""


class LineRunner(web.AppRunner):
    """Runs an application; what its parser refuses gets 400 `bad_request` and is hung up on, and
    so does a target that is no path (`CONNECT host:443`, `OPTIONS *`): no route has it. Lines
    beyond what `connections` allows are hung up on unheard."""

    def __init__(self, app: web.Application, connections: Connections, **more: Any) -> None:
        super().__init__(app, **more)
        self._connections = connections
        self._looking: asyncio.TimerHandle | None = None

    async def _make_server(self) -> web.Server:
        server = await super()._make_server()
        server.__class__ = _LineServer
        inner = server.request_handler

        def handle(request: web.BaseRequest) -> Awaitable[web.StreamResponse]:
            # No coroutine of its own: every request passes here.
            return inner(request) if request.rel_url.raw_path[:1] == "/" else _hung_up_on()

        self._inner = server.request_handler = handle
        vars(server)["counted"] = self._connections
        self._look(server)
        return server

    async def leave(self) -> None:
        """Takes no new lines any more, and answers on those there are once more: nobody who got
        through is hung up on unheard. Who asks on is told to come by another line."""
        await asyncio.sleep(RED_SECONDS)
        for site in list(self.sites):
            await site.stop()
        if isinstance(self.server, _LineServer):
            self.server.request_handler = self._handle_last
            for line in self.server.connections:
                line._request_handler = self._handle_last
        await asyncio.sleep(LAST_SECONDS)

    def _handle_last(self, request: web.BaseRequest) -> Awaitable[web.StreamResponse]:
        request._message = request._message._replace(should_close=True)
        return self._inner(request)

    async def cleanup(self) -> None:
        """Ends all lines, and the looking after them."""
        if self._looking is not None:
            self._looking.cancel()
        await super().cleanup()

    def _look(self, server: web.Server) -> None:
        """Hangs up on those who take nothing, now and from now on."""
        for line in server.connections:
            if isinstance(line, _LineHandler):
                line.look()
        later = asyncio.get_running_loop().call_later
        self._looking = later(LOOK_SECONDS, self._look, server)


class _LineServer(web.Server):
    counted: Connections

    def __call__(self) -> RequestHandler:
        return _LineHandler(self, loop=self._loop, **self._kwargs)


class _LineHandler(RequestHandler):
    __slots__ = ("_counted", "_holder", "_idle_looks", "_unsent")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Takes the line, if its other end does not hold too many."""
        self._unsent = self._idle_looks = 0
        self._counted = cast("_LineServer", self._manager).counted
        self._holder = self._counted.open(transport.get_extra_info("peername"))
        if self._holder is None:
            cast("asyncio.Transport", transport).abort()
        else:
            opened = transport.get_extra_info("socket")
            if opened is not None:
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVED_AT_ONCE)
            super().connection_made(transport)

    def look(self) -> None:
        """Hangs up when nothing of what waits to be sent was taken since the looks before."""
        transport = self.transport
        unsent = 0 if transport is None else transport.get_write_buffer_size()
        self._idle_looks = self._idle_looks + 1 if unsent and unsent == self._unsent else 0
        self._unsent = unsent
        if transport is not None and self._idle_looks >= LOOKS:
            transport.abort()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Ends the handler of a request that is there only for its line."""
        if self._holder is not None:
            self._counted.close(self._holder)
            self._holder = None
        request, task = self._current_request, self._task_handler
        super().connection_lost(exc)
        if request is not None and task is not None and ENDS_WITH_ITS_LINE in request:
            task.cancel()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """The message of a 400 quotes the sender, so it goes nowhere."""
        if status == HTTPStatus.BAD_REQUEST:
            return _refusal()
        return super().handle_error(request, status, exc, message)


async def _hung_up_on() -> web.StreamResponse:
    return _refusal()


def _refusal() -> web.Response:
    problem = Problem(
        title=HTTPStatus.BAD_REQUEST.phrase,
        status=HTTPStatus.BAD_REQUEST,
        detail=text(FALLBACK, f"error.{_CODE}"),
        code=_CODE,
    )
    response = json_answer(
        problem.model_dump_json().encode(), HTTPStatus.BAD_REQUEST, headers.PRIVATE
    )
    response.headers["Content-Type"] = headers.PROBLEM
    response.force_close()
    return response
