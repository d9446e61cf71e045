"""`make bench-replay`: a long history judged again while visitors read, through a running server.

Prints how long the replay takes, how late the server's event loop was meanwhile, and how long
visitors waited: for the smallest answer (/healthz) and for a page of comments from the cache.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from typing import Any, Self

from tests.benchmarks.history import page_of, seed
from tests.benchmarks.load import ROOT
from tests.benchmarks.machine import machine
from tests.benchmarks.neighbours import Neighbours
from tests.benchmarks.requests import Address, exchange
from tests.benchmarks.server_process import Server, free_address, running

SITE = "blog"
CANDIDATE = {"hold_at": 2, "rules": {"word_list": {"options": {"words": ["gracht", "station"]}}}}
GOAL_SECONDS = 60.0
GOAL_BLOCKED_MS = 50.0
_PAUSE_SECONDS = 0.005
_LOOK_SECONDS = 0.2


@dataclass
class Visitor:
    """Somebody who reads all the time, over one connection; `waits` are the milliseconds."""

    address: Address
    path: str
    waits: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()

    def _read(self) -> None:
        connection = HTTPConnection(self.address.host, self.address.port, timeout=30)
        while not self._stopping.wait(_PAUSE_SECONDS):
            started = time.perf_counter()
            connection.request("GET", self.path)
            answer = connection.getresponse()
            answer.read()
            self.waits.append((time.perf_counter() - started) * 1000)
            if answer.status != 200:
                raise RuntimeError(f"{self.path} answered {answer.status}")
        connection.close()


def main(arguments: Sequence[str]) -> int:
    """Measures and prints; 1 with --check when a goal was missed."""
    parser = argparse.ArgumentParser(prog="make bench-replay", description=__doc__)
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--check", action="store_true", help="fail when a goal is missed")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    neighbours = Neighbours()
    with tempfile.TemporaryDirectory(prefix="reactie-bench-") as folder:
        seconds, ticks, visitors, memory = _measure(Path(folder), given.comments)
    blocked = [computed for _, computed in ticks]
    others = neighbours.share()
    lines = {
        "machine": json.dumps(machine()),
        "replay": f"{seconds:.1f} s for {given.comments:,} comments",
        "rate": f"{given.comments / seconds:,.0f} comments/s",
        "loop blocked": _shown(blocked),
        "loop late": _shown([late for late, _ in ticks]),
        **{f"GET {visitor.path[:16]}": _shown(visitor.waits) for visitor in visitors},
        "server's memory": f"{memory[0]:.0f} MB before, {memory[1]:.0f} MB at its most",
        "others": "unknown" if others is None else f"{others:.0%} of the machine",
    }
    sys.stdout.writelines(f"{name:22}{figure}\n" for name, figure in lines.items())
    reached = seconds <= GOAL_SECONDS and max(blocked) <= GOAL_BLOCKED_MS
    return int(given.check and not reached)


def _measure(
    folder: Path, comments: int
) -> tuple[float, list[tuple[float, float]], list[Visitor], tuple[float, float]]:
    with _server(folder, comments) as (server, token):
        page = f"/api/v1/comments?site={SITE}&post={page_of(1)}"
        visitors = [Visitor(server.address, "/healthz"), Visitor(server.address, page)]
        exchange(server.address, page)
        before = server.megabytes()
        began = time.time()
        with visitors[0], visitors[1]:
            _replayed(server.address, token, comments)
        ended = time.time()
        most = server.megabytes("VmHWM")
        server.end(signal.SIGTERM)
        ticks = json.loads((folder / "ticks.json").read_text())
    meanwhile = [(late, computed) for at, late, computed in ticks if began <= at <= ended]
    return ended - began, meanwhile, visitors, (before, most)


@contextmanager
def _server(folder: Path, comments: int) -> Iterator[tuple[Server, str]]:
    database = folder / "reactie.db"
    environ = {"REACTIE_CONFIG": os.devnull, "REACTIE_DATABASE": str(database)}
    _said(["init", "--site", SITE, "--origin", "https://blog.example", "--lang", "nl"], environ)
    token = _said(["token", "create", "--name", "benchmark", "--role", "admin"], environ)
    seed(database, SITE, comments)
    address = free_address()
    command = [sys.executable, "-m", "tests.benchmarks.watched_server", str(folder / "ticks.json")]
    command += ["serve", "--host", address.host, "--port", str(address.port)]
    log = folder / "reactie.log"
    with running(command, address=address, log=log, cwd=ROOT, environ=environ) as server:
        yield server, token


def _replayed(address: Address, token: str, comments: int) -> Mapping[str, Any]:
    body = {"site": SITE, "content": CANDIDATE}
    replay = json.loads(exchange(address, "/api/v1/admin/replays", body, token))
    while replay["state"] == "running":
        time.sleep(_LOOK_SECONDS)
        replay = json.loads(exchange(address, f"/api/v1/admin/replays/{replay['id']}", None, token))
    if replay["done"] != comments:
        raise RuntimeError(f"{replay['done']} of {comments} comments were judged again")
    result: Mapping[str, Any] = replay["result"]
    return result


def _shown(milliseconds: Sequence[float]) -> str:
    percent = quantiles(milliseconds, n=100)
    most = max(milliseconds)
    return f"p50 {percent[49]:.1f} ms, p99 {percent[98]:.1f} ms, max {most:.1f} ms"


def _said(arguments: Sequence[str], environ: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "service", *arguments],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
