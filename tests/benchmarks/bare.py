"""The limits: bare aiohttp handlers that do what must be done, and nothing else.

A GET is answered with ready bytes, or with 304 to whoever has them; a POST when its JSON is parsed
and one row of it is on disk, where all who wait share one commit. Run as a program:
`python -m tests.benchmarks.bare FOLDER PORT`; the folder has a file for each path, packed ones with
`.gz` at the end.
"""

import asyncio
import json
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import uvloop
from aiohttp import web

from tests.benchmarks.group_commit import INSERT, opened, row_of
from tests.benchmarks.load import ROOT
from tests.benchmarks.server_process import Server, free_address, module_command, running

NAME = "bare aiohttp"
POST_PATH = "/post"
ETAG = '"the-bytes-they-have"'
_PACKED = ".gz"


@contextmanager
def bare(bodies: Mapping[str, bytes], folder: Path, flush_ms: float = 0.0) -> Iterator[Server]:
    """A server that answers a GET of each name with its bytes, on uvloop and without an access
    log."""
    address = free_address()
    content = folder / f"bare-{address.port}"
    content.mkdir()
    for name, body in bodies.items():
        (content / name).write_bytes(body)
    told = ["tests.benchmarks.bare", str(content), str(address.port)]
    command = module_command(sys.executable, *told, flush_ms=flush_ms)
    log = folder / f"bare-{address.port}.log"
    with running(command, address=address, log=log, cwd=ROOT) as server:
        yield server


class _Rows:
    """Puts rows into a table; those that come while a commit is on its way share the next one."""

    def __init__(self, file: Path) -> None:
        self._connection = opened(file)
        self._waiting: list[tuple[tuple[str, ...], asyncio.Future[None]]] = []
        self._committing: asyncio.Task[None] | None = None

    async def add(self, row: tuple[str, ...]) -> None:
        """Returns when the row is on disk."""
        stored = asyncio.get_running_loop().create_future()
        self._waiting.append((row, stored))
        if self._committing is None:
            self._committing = asyncio.create_task(self._commit())
        await stored

    async def _commit(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            await asyncio.to_thread(_insert, self._connection, [row for row, _ in batch])
            for _, stored in batch:
                stored.set_result(None)
        self._committing = None


def _insert(connection: sqlite3.Connection, rows: list[tuple[str, ...]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(INSERT, rows)
    connection.execute("COMMIT")


def _app(folder: Path) -> web.Application:
    app = web.Application()
    for file in folder.iterdir():
        app.router.add_get(f"/{file.name}", _getter(file))
    rows = _Rows(folder.with_suffix(".db"))

    async def post(request: web.Request) -> web.Response:
        await rows.add(row_of(json.loads(await request.read())))
        return web.json_response({"status": "stored"}, status=201)

    app.router.add_post(POST_PATH, post)
    return app


def _getter(file: Path) -> Callable[[web.Request], Awaitable[web.Response]]:
    body = file.read_bytes()
    headers = {"Content-Type": "application/json; charset=utf-8", "ETag": ETAG}
    if file.suffix == _PACKED:
        headers["Content-Encoding"] = "gzip"

    async def answer(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == ETAG:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, headers=headers)

    return answer


if __name__ == "__main__":
    web.run_app(
        _app(Path(sys.argv[1])),
        host="127.0.0.1",
        port=int(sys.argv[2]),
        loop=uvloop.new_event_loop(),
        access_log=None,
        print=None,
    )
