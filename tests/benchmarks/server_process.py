"""A server in a process of its own: started, waited for, ended together with its workers."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.requests import Address

_START_SECONDS = 30.0
_STOP_SECONDS = 10.0


class StartError(RuntimeError):
    """A server did not start; the message ends with the last lines that it wrote."""


def free_address() -> Address:
    """An address on this machine that nobody listened on a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host, port = listener.getsockname()
        return Address(host, port)


@contextmanager
def running(
    command: Sequence[str],
    *,
    address: Address,
    log: Path,
    cwd: Path,
    environ: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """The server while it runs, from its first open port on; what it writes goes to `log`."""
    with log.open("wb") as written:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**os.environ, **(environ or {})},
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_open(process, address, log)
            yield process
        finally:
            end(process, signal.SIGTERM)


def end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """Ends the process and its workers; does nothing when it has ended."""
    if process.poll() is not None:
        return
    os.killpg(process.pid, how)
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_open(process: subprocess.Popen[bytes], address: Address, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection((address.host, address.port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    raise StartError(f"{' '.join(process.args)} does not listen:\n{last}")  # type: ignore[arg-type]
