"""A server in a process of its own: started, waited for, ended together with its workers."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.requests import Address

_START_SECONDS = 30.0
_STOP_SECONDS = 10.0
_LOOK_SECONDS = 0.005
_REST_SECONDS = 0.3
_MOST_RESTS = 100
_AT_REST = 0.05
"""The share of a processor that is used for looking whether anything is to be done."""


class StartError(RuntimeError):
    """A server did not start; the message ends with the last lines that it wrote."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs, and leads the group of processes that are its workers."""

    address: Address
    process: subprocess.Popen[bytes]

    def cpu_seconds(self) -> float:
        """The processor time that it and its workers have used until now. 0 where there is no
        /proc."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has ended since it was listed
            # proc(5): after the name come state, parent and group; user and system time are 14, 15.
            if int(fields[2]) == self.process.pid:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def bytes_read(self) -> int:
        """What it has read from files (and, a little, from pipes) until now, from the system's
        memory too. 0 where there is no /proc."""
        try:
            counted = Path(f"/proc/{self.process.pid}/io").read_text()
        except OSError:
            return 0
        return int(counted.partition("rchar:")[2].split()[0])

    def megabytes(self, what: str = "VmRSS") -> float:
        """Its memory now (VmRSS) or at its most (VmHWM). 0 where there is no /proc."""
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text()
        except OSError:
            return 0.0
        return int(status.partition(f"{what}:")[2].split()[0]) / 1024

    def end(self, how: signal.Signals) -> None:
        """Ends it and its workers; does nothing when it has ended."""
        if self.process.poll() is not None:
            return
        os.killpg(self.process.pid, how)
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def settle(servers: Sequence[Server]) -> None:
    """Returns when none of them, with their workers, has had anything to do for a while."""

    def used() -> float:
        return sum(server.cpu_seconds() for server in servers)

    for _ in range(_MOST_RESTS):
        before = used()
        time.sleep(_REST_SECONDS)
        if used() - before <= _AT_REST * _REST_SECONDS:
            return


def module_command(
    python: str | Path, module: str, *arguments: str, flush_ms: float = 0.0
) -> list[str]:
    """What runs a module as a program; each flush of a database takes so much longer."""
    slower = ["tests.benchmarks.slow_disk", f"{flush_ms:g}"] if flush_ms else []
    return [str(python), "-m", *slower, module, *arguments]


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
) -> Iterator[Server]:
    """The server while it runs, from its first open port on; what it writes goes to `log`.

    Raises StartError.
    """
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
    server = Server(address, process)
    try:
        _wait_until_open(server, log)
        yield server
    finally:
        server.end(signal.SIGTERM)


def _wait_until_open(server: Server, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    place = (server.address.host, server.address.port)
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with socket.create_connection(place, timeout=1):
                return
        except OSError:
            time.sleep(_LOOK_SECONDS)
    last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
    raise StartError(f"nothing listens at {server.address.url('/')}:\n{last}")
