"""Many at once against the service as a process of its own: uploads without end (S-11), sockets
that say little or nothing (S-12)."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

import pytest

T = TypeVar("T")
SERVE = (
    "from service import app, serving; from service.settings import Settings;"
    "app.KEEP_ALIVE_SECONDS = 1.0;"
    "serving.run(Settings(database={database!r}, port=0, body_seconds={body_seconds}))"
)
HEAD = b"POST /api/v1/comments HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
CHUNK = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
UPLOADS = 200
SLOW = 500
MEGABYTE = 1_048_576
PATIENCE = 10.0
"""Well above every deadline that the server of these tests has."""


in_proc = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="memory is read from /proc"
)


@dataclass(frozen=True)
class Server:
    pid: int
    port: int
    log: Path

    def kept_bytes(self) -> int:
        """The memory that the process holds."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0]) * 1024

    async def line(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def seconds_to_answer(self) -> float:
        """How long a decent request takes."""
        began = perf_counter()
        reader, writer = await self.line()
        writer.write(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert (await reader.read()).startswith(b"HTTP/1.1 200")
        writer.close()
        return perf_counter() - began


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("floods")
    code = SERVE.format(database=str(folder / "reactie.db"), body_seconds=1.0)
    log = folder / "log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=folder,
        )
    assert process.stdout is not None
    with process.stdout as lines:
        found = re.search(r":(\d+)$", lines.readline())
        assert found is not None
        yield Server(process.pid, int(found[1]), log)
        process.terminate()
        process.wait(timeout=20)


async def upload(server: Server, most: int) -> bytes:
    """Sends chunk after chunk until it is answered; the first line of the answer."""
    reader, writer = await server.line()
    writer.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    answered = asyncio.create_task(reader.readline())
    with suppress(ConnectionError):
        for _ in range(most // len(CHUNK)):
            if answered.done():
                break
            writer.write(CHUNK)
            await writer.drain()
            await asyncio.sleep(0)
    said = await answered
    writer.close()
    return said


async def hold(server: Server, said: bytes) -> float:
    """Says this and then a byte now and then, until it is hung up on; how long that took."""
    reader, writer = await server.line()
    began = perf_counter()
    writer.write(said)
    hung_up = asyncio.create_task(_until_the_end(reader))
    while not hung_up.done():
        await asyncio.wait([hung_up], timeout=0.2)
        if said:
            writer.write(b"x")
    writer.close()
    return perf_counter() - began


async def _until_the_end(reader: asyncio.StreamReader) -> None:
    with suppress(ConnectionError):
        await reader.read()


async def at_once(number: int, act: Callable[[], Awaitable[T]]) -> list[T]:
    async with asyncio.timeout(60):
        return await asyncio.gather(*(act() for _ in range(number)))


@in_proc
async def test_two_hundred_uploads_without_end_are_refused_in_little_memory(server: Server):
    await at_once(20, lambda: upload(server, MEGABYTE))
    before = server.kept_bytes()

    answers = await at_once(UPLOADS, lambda: upload(server, 4 * MEGABYTE))

    assert {said[:12] for said in answers} == {b"HTTP/1.1 413"}
    assert server.kept_bytes() - before < 20 * MEGABYTE


@in_proc
async def test_two_hundred_bodies_that_stop_on_their_way_take_little_memory(server: Server):
    stopped = HEAD + b"Content-Length: 65000\r\n\r\n" + b" " * 60_000
    before = server.kept_bytes()
    holding = asyncio.create_task(at_once(UPLOADS, lambda: hold(server, stopped)))
    most = before
    while not holding.done():
        await asyncio.wait([holding], timeout=0.1)
        most = max(most, server.kept_bytes())

    assert max(holding.result()) < PATIENCE
    assert most - before < 20 * MEGABYTE


async def test_slow_sockets_are_hung_up_on_while_others_are_answered(server: Server):
    kinds = cycle([b"", b"GET / HTTP/1.1\r\nX-", HEAD + b"Content-Length: 99\r\n\r\n{"])
    holding = asyncio.create_task(at_once(SLOW, lambda: hold(server, next(kinds))))

    waits = []
    while not holding.done():
        waits.append(await server.seconds_to_answer())
        await asyncio.wait([holding], timeout=0.02)

    assert max(holding.result()) < PATIENCE
    assert len(waits) > 10
    assert median(waits) < 0.1


async def test_who_hangs_up_half_way_writes_no_line_into_the_log(server: Server):
    for _ in range(5):
        _, writer = await server.line()
        writer.write(HEAD + b"Content-Length: 99\r\n\r\n{")
        await writer.drain()
        await server.seconds_to_answer()
        writer.transport.abort()
        await server.seconds_to_answer()

    assert "request failed" not in server.log.read_text("utf-8")
