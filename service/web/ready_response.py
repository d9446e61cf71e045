"""An answer whose header lines are bytes already, for the few answers that most requests get.

What aiohttp's own response does anew for each of them (a header map, its checks, its encoding)
costs more than everything else about a hit in the cache.
"""

import time
from collections.abc import Mapping
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import HttpVersion11

from service.web.strict_transport import strict_line


class ReadyResponse(web.StreamResponse):
    """A 200, or a 304 without a body, on a connection that stays open: see `suits`."""

    def __init__(self, head: bytes, body: bytes, status: int = 200) -> None:
        super().__init__(status=status)
        self._ready = head, body

    @property
    def keep_alive(self) -> bool:
        """Always: that is what `suits` asks for."""
        return True

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Sends all of it at once."""
        head, body = self._ready
        date = _date_line(int(time.time()))
        await request.writer.write_eof(b"%s%s%s%s" % (head, strict_line(request), date, body))
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        """Everything was sent."""


def suits(request: web.Request) -> bool:
    """Whether the request is of the usual kind: GET, HTTP/1.1, and more to come."""
    return request.method == "GET" and request.version == HttpVersion11 and request.keep_alive


def head_of(fields: Mapping[str, str], status: HTTPStatus = HTTPStatus.OK) -> bytes:
    """The status line and header lines, all but the date's."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status.value} {status.phrase}\r\n{lines}".encode("ascii")


@lru_cache(maxsize=2)
def _date_line(second: int) -> bytes:
    return f"Date: {formatdate(second, usegmt=True)}\r\n\r\n".encode("ascii")
