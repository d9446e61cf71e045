"""The service in a process of its own, as somebody starts it, to be stopped and killed."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.faults.blog import Blog

ROOT = Path(__file__).parents[2]
_UNREACHED = "1000000000"
_LISTENING = "listening on "
_START_SECONDS = 60.0


class StartError(RuntimeError):
    """The service did not start; the message is what it wrote."""


@dataclass(slots=True)
class Served:
    """A service that runs. `started` is when its process was (time.monotonic)."""

    blog: Blog
    process: subprocess.Popen[bytes]
    log: Path
    started: float
    url: str = ""

    def kill(self) -> None:
        """Ends it as a power cut would, as far as a process goes."""
        self.process.kill()
        self.process.wait()

    def stop(self, seconds: float = 15.0) -> int:
        """Asks it to end; its exit code. Raises TimeoutExpired when it does not."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def said(self) -> str:
        """All that it wrote."""
        return self.log.read_text(errors="replace")

    async def listening(self) -> None:
        """Waits for its line; raises StartError when it ends before."""
        deadline = time.monotonic() + _START_SECONDS
        while _LISTENING not in (said := self.said()):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                last = "\n".join(self.said().splitlines()[-15:])
                raise StartError(f"exit {self.process.returncode}: {last}")
            await asyncio.sleep(0.02)
        self.url = said.partition(_LISTENING)[2].split()[0]

    async def ready(self, seconds: float = 30.0) -> float:
        """Waits until /readyz is green; how long it was not. Raises TimeoutError."""
        before = time.monotonic()
        async with ClientSession(timeout=ClientTimeout(total=10)) as session:
            async with asyncio.timeout(seconds):
                while not await is_ready(session, self.url):
                    await asyncio.sleep(0.02)
        return time.monotonic() - before


async def is_ready(session: ClientSession, url: str) -> bool:
    """What /readyz says; not ready when it says nothing."""
    try:
        async with session.get(f"{url}/readyz") as answer:
            return answer.status == 200
    except (ClientError, TimeoutError, OSError):
        return False


def start(
    blog: Blog,
    folder: Path,
    *,
    altered: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Served:
    """Starts `reactie serve` on a free port; with `altered`, the service as that makes it."""
    return start_on(blog, folder, 0, altered=altered, environ=environ)


def start_on(
    blog: Blog,
    folder: Path,
    port: int,
    *,
    altered: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Served:
    """The same on a given port."""
    module = ["service"]
    if altered is not None:
        module = ["tests.faults.altered_server", json.dumps(altered)]
    log = folder / f"serve-{time.monotonic_ns()}.log"
    started = time.monotonic()
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", *module, "serve", "--port", str(port)],
            cwd=ROOT,
            env=_environ(blog, folder) | dict(environ or {}),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    return Served(blog, process, log, started)


def _environ(blog: Blog, folder: Path) -> dict[str, str]:
    budgets = ("POSTS", "NETWORK_POSTS", "DEVICE_POSTS", "THREAD_POSTS", "SITE_POSTS")
    return {
        **os.environ,
        "REACTIE_CONFIG": os.devnull,
        "REACTIE_DATABASE": blog.database,
        "REACTIE_LOG_LEVEL": "warning",
        **{f"REACTIE_{budget}_PER_MINUTE": _UNREACHED for budget in budgets},
    }


@asynccontextmanager
async def serving(
    blog: Blog,
    folder: Path,
    *,
    altered: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
) -> AsyncIterator[Served]:
    """The service while it runs; killed at the end if nobody has ended it. Raises StartError."""
    served = start(blog, folder, altered=altered, environ=environ)
    try:
        await served.listening()
        yield served
    finally:
        if served.process.poll() is None:
            served.kill()
