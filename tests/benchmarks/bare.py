"""The ceiling: a bare aiohttp handler that returns ready bytes, and nothing else.

Run as a program: `python -m tests.benchmarks.bare FILE PORT`.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvloop
from aiohttp import web

from tests.benchmarks.load import ROOT
from tests.benchmarks.server_process import Server, free_address, running

NAME = "bare aiohttp"


@contextmanager
def bare(body: bytes, folder: Path) -> Iterator[Server]:
    """A server that answers GET / with `body`, on uvloop and without an access log."""
    address = free_address()
    content = folder / "body"
    content.write_bytes(body)
    command = [sys.executable, "-m", "tests.benchmarks.bare", str(content), str(address.port)]
    with running(command, address=address, log=folder / "bare.log", cwd=ROOT) as server:
        yield server


def _app(body: bytes) -> web.Application:
    headers = {"Content-Type": "application/json; charset=utf-8"}

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body, headers=headers)

    app = web.Application()
    app.router.add_get("/", answer)
    return app


if __name__ == "__main__":
    web.run_app(
        _app(Path(sys.argv[1]).read_bytes()),
        host="127.0.0.1",
        port=int(sys.argv[2]),
        loop=uvloop.new_event_loop(),
        access_log=None,
        print=None,
    )
