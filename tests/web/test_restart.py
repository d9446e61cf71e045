"""The service stops and starts under load: behind nginx, on a socket that outlives it, nobody gets
an error, and nothing is lost."""

import asyncio
import os
import shutil
import signal
import socket
import sqlite3
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from service.cli.serve import free_port
from service.web import line
from tests.web.running_service import COMMENTS, RunningService, make_sites

ROOT = Path(__file__).parents[2]
LAUNCH = """if True:
    import os, sys
    os.dup2(int(sys.argv[1]), 3)
    os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
    os.execv(sys.executable, [sys.executable, "-m", "service", "serve"])
"""
"""What systemd does: the listening socket is file 3 of the new process, and it is told so."""
NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        include {snippet};
    }}
}}
"""
VISITORS = 8
RESTARTS = 1


@pytest.fixture
def held() -> Iterator[socket.socket]:
    """A listening socket that stays while servers come and go."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=512)) as listening:
        yield listening


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    await make_sites(tmp_path / "reactie.db")
    return tmp_path / "reactie.db"


@asynccontextmanager
async def served(database: Path, held: socket.socket) -> AsyncIterator[Process]:
    """A server that takes connections from the socket; ready when this begins."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", LAUNCH, str(held.fileno())),
        pass_fds=[held.fileno()],
        stdout=PIPE,
        cwd=database.parent,
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "REACTIE_DATABASE": str(database),
            "REACTIE_SITE_POSTS_PER_MINUTE": "100000",
            "REACTIE_THREAD_POSTS_PER_MINUTE": "100000",
        },
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    try:
        assert line == "listening on http://{}:{}\n".format(*held.getsockname())
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@asynccontextmanager
async def nginx(folder: Path, upstream: int) -> AsyncIterator[str]:
    """nginx with the lines that we give to people; its address."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("nginx is not installed")
        pytest.skip("nginx is not installed")
    port = free_port("127.0.0.1")
    snippet, configuration = folder / "reactie.conf", folder / "nginx.conf"
    given = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    snippet.write_text(given.replace(":8080", f":{upstream}"), encoding="utf-8")
    filled = NGINX.format(folder=folder, port=port, snippet=snippet)
    configuration.write_text(filled, encoding="utf-8")
    process = await asyncio.create_subprocess_exec(program, "-c", str(configuration))
    try:
        async with asyncio.timeout(10):
            while not await _takes_connections(port):  # noqa: ASYNC110 -- nginx tells nobody
                await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def _takes_connections(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


class Visitors:
    """Post and read until they are sent home; what they were answered."""

    def __init__(self, address: str) -> None:
        self.stored: list[str] = []
        self.failed: list[object] = []
        self.read = 0
        self._address = address
        self._going = True

    async def come(self) -> None:
        patience = ClientTimeout(total=30)
        async with ClientSession(connector=TCPConnector(limit=0), timeout=patience) as session:
            await asyncio.gather(*(self._visit(number, session) for number in range(VISITORS)))

    def go_home(self) -> None:
        self._going = False

    async def _visit(self, number: int, session: ClientSession) -> None:
        turn = 0
        while self._going:
            turn += 1
            page = {"site": "open", "post": f"/{number}"}
            body = {**page, "name": f"Jan {number}", "text": f"Vraag {turn} van {number}: waarom?"}
            try:
                async with session.post(f"{self._address}{COMMENTS}", json=body) as answer:
                    self._note(answer.status, (await answer.json()).get("id"))
                async with session.get(f"{self._address}{COMMENTS}", params=page) as answer:
                    await answer.read()
                    self._note(answer.status, None)
            except (ClientError, TimeoutError) as error:
                self.failed.append(error)

    def _note(self, status: int, stored: str | None) -> None:
        if status not in (200, 201, 202):
            self.failed.append(status)
        elif stored is None:
            self.read += 1
        else:
            self.stored.append(stored)


async def test_a_restart_behind_nginx_loses_no_request(
    tmp_path: Path, database: Path, held: socket.socket
) -> None:
    async with nginx(tmp_path, held.getsockname()[1]) as address:
        visitors = Visitors(address)
        coming: asyncio.Task[None] | None = None
        for _ in range(RESTARTS):
            async with served(database, held) as process:
                coming = coming or asyncio.create_task(visitors.come())
                before = len(visitors.stored)
                async with asyncio.timeout(20):
                    while len(visitors.stored) < before + 50:  # noqa: ASYNC110 -- a count suffices
                        await asyncio.sleep(0.01)
                process.send_signal(signal.SIGTERM)
                assert await process.wait() == 0
        async with served(database, held):
            visitors.go_home()
            assert coming is not None
            await coming

    assert visitors.failed == []
    assert visitors.read >= len(visitors.stored) - VISITORS
    with closing(sqlite3.connect(database)) as kept:
        found = {row[0] for row in kept.execute("SELECT public_id FROM comments")}
    assert found == set(visitors.stored)


async def test_who_got_through_before_a_stop_is_answered_once_more(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "RED_SECONDS", 0.0)
    monkeypatch.setattr(line, "LAST_SECONDS", 60.0)
    host, _, port = service.address.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"ok" in await reader.readuntil(b"}")
    leaving = asyncio.create_task(service.runner.leave())
    async with asyncio.timeout(10):
        while service.runner.sites:  # noqa: ASYNC110 -- it tells nobody that it takes no more
            await asyncio.sleep(0.01)

    writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    answered = await reader.read()

    leaving.cancel()
    writer.close()
    assert answered.startswith(b"HTTP/1.1 200 OK")
    assert b"Connection: close" in answered


async def test_a_stop_is_told_first_and_waits_for_no_slow_body(
    database: Path, held: socket.socket
) -> None:
    host, port = held.getsockname()
    async with served(database, held) as process, ClientSession() as session:
        _, slow = await asyncio.open_connection(host, port)
        slow.write(b"POST /api/v1/comments HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n")
        slow.write(b"Content-Type: application/json\r\n\r\n{")
        async with session.get(f"http://{host}:{port}/readyz") as before:
            assert before.status == 200
        began = asyncio.get_running_loop().time()
        process.send_signal(signal.SIGTERM)
        told = 200
        while told == 200:  # until the signal has arrived
            async with session.get(f"http://{host}:{port}/readyz") as after:
                told = after.status

        code = await process.wait()
        took = asyncio.get_running_loop().time() - began
        slow.close()

    assert (told, code) == (503, 0)
    assert took < 5
