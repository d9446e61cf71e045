"""Bytes on a socket of their own, and what comes back on it."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

STATUS_LINE = re.compile(rb"HTTP/[01]\.[0-9] ([0-9]{3}) [^\r\n]*\r\n")
LENGTH = re.compile(rb"(?i)\r\ncontent-length: *([0-9]+)")
DROP_SECONDS = 0.05

NO_ANSWER = 0
"""The status of bytes that are no answer."""


@dataclass(frozen=True, slots=True)
class Heard:
    """All that the server said, and whether it then hung up of itself."""

    data: bytes
    closed: bool

    @property
    def statuses(self) -> list[int]:
        """The status of every answer in turn."""
        return [status for status, _ in self._answers()]

    @property
    def bodies(self) -> list[bytes]:
        """The body of every answer in turn."""
        return [body for _, body in self._answers()]

    def _answers(self) -> list[tuple[int, bytes]]:
        # Walked from one to the next: what looks like an answer within a body is none.
        found: list[tuple[int, bytes]] = []
        rest = self.data
        while rest:
            line = STATUS_LINE.match(rest)
            fields, _, after = rest.partition(b"\r\n\r\n")
            if line is None:
                return [*found, (NO_ANSWER, rest)]
            length = LENGTH.search(fields)
            size = int(length[1]) if length else 0
            found.append((int(line[1]), after[:size]))
            rest = after[size:]
        return found


async def say(port: int, data: bytes, *, patience: float) -> Heard:
    """Sends the bytes and listens until the server hangs up, or has said nothing for `patience`
    seconds. Never hangs up first: aiohttp drops its answer to who does."""

    async def once() -> AsyncIterator[bytes]:
        yield data

    return await say_slowly(port, once(), patience=patience)


async def say_slowly(port: int, drops: AsyncIterator[bytes], *, patience: float) -> Heard:
    """The same, drop by drop, as long as the server listens."""
    first = await anext(drops)
    # Spoken as the line opens: a server may hang up on who opens one and, on a busy machine, is
    # slow to speak.
    line = socket.create_connection(("127.0.0.1", port))
    line.setblocking(False)
    rest = first[line.send(first) :]
    transport, ear = await asyncio.get_running_loop().create_connection(_Ear, sock=line)
    speaking = asyncio.create_task(_drip(transport, rest, drops))
    with suppress(TimeoutError):
        while not ear.closed:
            ear.news.clear()
            await asyncio.wait_for(ear.news.wait(), patience)
    heard = Heard(ear.data, ear.closed)
    speaking.cancel()
    transport.abort()
    await asyncio.gather(speaking, return_exceptions=True)
    return heard


class _Ear(asyncio.Protocol):
    """Keeps all that was said, also when the server resets the line right after."""

    def __init__(self) -> None:
        self.data = b""
        self.closed = False
        self.news = asyncio.Event()

    def data_received(self, data: bytes) -> None:
        self.data += data
        self.news.set()

    def connection_lost(self, _exc: Exception | None) -> None:
        self.closed = True
        self.news.set()


async def _drip(
    transport: asyncio.WriteTransport, rest: bytes, drops: AsyncIterator[bytes]
) -> None:
    transport.write(rest)
    await asyncio.sleep(DROP_SECONDS)
    async for drop in drops:
        if transport.is_closing():
            return
        transport.write(drop)
        await asyncio.sleep(DROP_SECONDS)
