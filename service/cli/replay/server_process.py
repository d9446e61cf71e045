"""`reactie serve` as a process of its own, as a user would start it."""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

READY = "listening on "


class ServerFailed(RuntimeError):
    """The server ended before it was ready. The message holds the end of what it wrote."""


@dataclass(slots=True)
class ServerProcess:
    """A server on one database and one port; it may be killed and started again.

    `settings` are REACTIE_* variables for it. What it writes to stderr goes to `log`.
    """

    database: Path
    port: int
    log: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    _process: asyncio.subprocess.Process | None = None
    _reader: asyncio.Task[bytes] | None = None

    async def start(self) -> str:
        """Starts and returns the address, once the server takes requests."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "service", "serve", *self.arguments),
                *("--database", str(self.database), "--port", str(self.port)),
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env={**os.environ, **self.settings},
            )
        stdout = self._process.stdout
        if stdout is None:
            raise ServerFailed("no output")
        async for line in stdout:
            if line.startswith(READY.encode()):
                # Read on, so that the server never waits for us to take what it prints.
                self._reader = asyncio.create_task(stdout.read())
                return line.decode().removeprefix(READY).strip()
        await self._process.wait()
        raise ServerFailed(self.log.read_text(encoding="utf-8", errors="replace")[-2_000:])

    async def kill(self) -> None:
        """Ends the server at once, as a lost power supply would (SIGKILL)."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
        await self._ended()

    async def stop(self) -> int:
        """Asks the server to end (SIGTERM) and returns its exit code."""
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
        return await self._ended()

    async def _ended(self) -> int:
        if self._process is None:
            return 0
        code = await self._process.wait()
        if self._reader is not None:
            await self._reader
        return code
