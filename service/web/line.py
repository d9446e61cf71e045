"""What comes over the line before it is a request: refused in the same words as everything else.

aiohttp's own answer to what is no HTTP quotes the refused bytes and names its version.
"""

from collections.abc import Awaitable
from http import HTTPStatus

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from service.locales import FALLBACK, text
from service.web import headers
from service.web.answers import json_answer
from service.web.shown.problem import Problem

_CODE = "bad_request"

ENDS_WITH_ITS_LINE: web.RequestKey[bool] = web.RequestKey("ends_with_its_line", bool)
"""Set on a request whose handler does nothing but tell: when its line breaks, the handler ends at
once, where others go on with what they began."""


class LineRunner(web.AppRunner):
    """Runs an application; what its parser refuses gets 400 `bad_request` and is hung up on, and
    so does a target that is no path (`CONNECT host:443`, `OPTIONS *`): no route has it."""

    async def _make_server(self) -> web.Server:
        server = await super()._make_server()
        server.__class__ = _LineServer
        inner = server.request_handler

        def handle(request: web.BaseRequest) -> Awaitable[web.StreamResponse]:
            # No coroutine of its own: every request passes here.
            return inner(request) if request.rel_url.raw_path[:1] == "/" else _hung_up_on()

        server.request_handler = handle
        return server


class _LineServer(web.Server):
    def __call__(self) -> RequestHandler:
        return _LineHandler(self, loop=self._loop, **self._kwargs)


class _LineHandler(RequestHandler):
    __slots__ = ()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Ends the handler of a request that is there only for its line."""
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
