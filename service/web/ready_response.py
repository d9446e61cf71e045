"""An answer whose header lines are bytes already, for the few answers that most requests get.

What aiohttp's own response does anew for each of them (a header map, its checks, its encoding)
costs more than everything else about a hit in the cache.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import HttpVersion11

from service.web.strict_transport import strict_line

JOINED_ONCE = range(4_000, 1_000_000)
"""Bytes of a body that is joined to its head once a second, not for each who asks: all of them are
sent the same memory, which then is in the processor's cache. Less is joined as quickly; of more,
those that many ask for would take much memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One form of an answer: its header fields, the same as ready lines after the status line (all
    but the date's), and its body."""

    status: HTTPStatus
    fields: Mapping[str, str]
    head: bytes
    body: bytes

    @classmethod
    def of(
        cls, fields: Mapping[str, str], body: bytes, status: HTTPStatus = HTTPStatus.OK
    ) -> "Shown":
        """The form with these header fields."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\n{lines}".encode("ascii")
        return cls(status, fields, head, body)


class ReadyResponse(web.StreamResponse):
    """A 200, or a 304 without a body, on a connection that stays open (see `suits`), with more
    header lines than it has for everybody."""

    def __init__(self, shown: Shown, lines: bytes = b"") -> None:
        super().__init__(status=shown.status)
        self._ready = shown, lines

    @property
    def keep_alive(self) -> bool:
        """Always: that is what `suits` asks for."""
        return True

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Sends all of it at once."""
        shown, lines = self._ready
        date = _date_line(int(time.time()))
        joined = _joined_once if len(shown.body) in JOINED_ONCE else _joined
        await request.writer.write_eof(joined(shown, lines + strict_line(request), date))
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        """Everything was sent."""


def suits(request: web.Request) -> bool:
    """Whether the request is of the usual kind: GET, HTTP/1.1, and more to come."""
    return request.method == "GET" and request.version == HttpVersion11 and request.keep_alive


def _joined(shown: Shown, lines: bytes, date: bytes) -> bytes:
    return b"%s%s%s%s" % (shown.head, lines, date, shown.body)


_joined_once = lru_cache(maxsize=8)(_joined)


@lru_cache(maxsize=2)
def _date_line(second: int) -> bytes:
    return f"Date: {formatdate(second, usegmt=True)}\r\n\r\n".encode("ascii")
