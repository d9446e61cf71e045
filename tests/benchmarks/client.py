"""The load: some connections that each send the next request as soon as an answer is complete.

Run as a program in its own process (`python -m tests.benchmarks.client JOB`), so that it shares no
interpreter with what it measures. It writes its outcome as JSON on stdout.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import cycle
from pathlib import Path
from typing import cast

import uvloop

_END_OF_HEAD = b"\r\n\r\n"
_NOT_MODIFIED = b"304"


@dataclass(frozen=True, slots=True)
class Job:
    """`seconds` None: every request once; else the requests over and over for that long. `pause`
    is how many seconds each connection waits between an answer and its next request."""

    host: str
    port: int
    requests: list[str]
    connections: int
    seconds: float | None = None
    keep_bodies: bool = False
    pause: float = 0.0


@dataclass(slots=True)
class Outcome:
    """What came back. `lost` counts the connections that the server broke off mid-request."""

    seconds: float = 0.0
    lost: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)


class _Connection(asyncio.Protocol):
    def __init__(self, waiting: Iterator[bytes], job: Job, outcome: Outcome, until: float) -> None:
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting = waiting
        self._job = job
        self._outcome = outcome
        self._until = until
        self._received = b""
        self._sent_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)
        self._send_next()

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(_END_OF_HEAD)
        if end and len(body) >= _content_length(head):
            self._keep(head, body)
            self._received = b""
            if self._job.pause:
                asyncio.get_running_loop().call_later(self._job.pause, self._send_next)
            else:
                self._send_next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self._outcome.lost += 1
            self.done.set_result(None)

    def _keep(self, head: bytes, body: bytes) -> None:
        self._outcome.milliseconds.append((time.perf_counter() - self._sent_at) * 1000)
        status = head[9:12].decode()
        self._outcome.statuses[status] = self._outcome.statuses.get(status, 0) + 1
        if self._job.keep_bodies:
            self._outcome.bodies.append(body.decode())

    def _send_next(self) -> None:
        if self.done.done():
            return
        now = time.perf_counter()
        request = next(self._waiting, None) if now < self._until else None
        if request is None:
            self.done.set_result(None)
            self._transport.close()
            return
        self._sent_at = now
        self._transport.write(request)


def _content_length(head: bytes) -> int:
    if head[9:12] == _NOT_MODIFIED:
        return 0
    _, name, rest = head.lower().partition(b"\r\ncontent-length:")
    if not name:
        raise ValueError(f"an answer without Content-Length: {head!r}")
    return int(rest.partition(b"\r\n")[0])


async def run(job: Job) -> Outcome:
    """Sends the job's requests and returns when the last answer is in, or the time is over."""
    outcome = Outcome()
    wire = [request.encode("ascii") for request in job.requests]
    waiting = iter(wire) if job.seconds is None else cycle(wire)
    start = time.perf_counter()
    until = float("inf") if job.seconds is None else start + job.seconds
    loop = asyncio.get_running_loop()
    connections = [
        await loop.create_connection(
            lambda: _Connection(waiting, job, outcome, until), job.host, job.port
        )
        for _ in range(job.connections)
    ]
    await asyncio.gather(*(connection.done for _, connection in connections))
    outcome.seconds = time.perf_counter() - start
    return outcome


if __name__ == "__main__":
    given = Job(**json.loads(Path(sys.argv[1]).read_text()))
    json.dump(asdict(uvloop.run(run(given))), sys.stdout)
