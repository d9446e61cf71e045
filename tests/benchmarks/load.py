"""One run of load on one server, and what it amounted to."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import quantiles

from tests.benchmarks.client import Job, Outcome
from tests.benchmarks.requests import Address, get_request

CONNECTIONS = 16
_GOOD = frozenset({"200", "201", "202", "304"})
ROOT = Path(__file__).parents[2]

_LONGEST_SECONDS = 300.0

_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


class LoadError(RuntimeError):
    """A server did not answer, or not every request with a 2xx, so its speed says nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """How many answers, how many a second, the latencies (ms) that half and 99 % of them stay
    under. Of the server, where that was measured: the processor time (µs) and the bytes that it
    read from files for each."""

    answers: int
    rate: float
    p50_ms: float
    p99_ms: float
    cpu_us: float = 0.0
    bytes_read: float = 0.0

    def costing(self, cpu_seconds: float, bytes_read: int = 0) -> "Run":
        """The run, for which the server used this much processor time and read so many bytes."""
        each = cpu_seconds * 1_000_000 / self.answers
        return replace(self, cpu_us=each, bytes_read=bytes_read / self.answers)


@dataclass(frozen=True, slots=True)
class Posted:
    """A run of posts: its speed, and the bodies of all answers, each an acknowledgement."""

    run: Run
    bodies: list[str]


def reader() -> str:
    """The program that sends the GETs: wrk where it is installed, else our own client."""
    return "wrk" if shutil.which("wrk") else "asyncio client"


def read(address: Address, path: str, seconds: float, said: Mapping[str, str] | None = None) -> Run:
    """GETs one path over and over. Raises LoadError unless every answer is a 2xx or a 304."""
    fields = said or {}
    if reader() == "wrk":
        return _wrk(address.url(path), seconds, fields)
    return send(address, [get_request(address, path, fields)], seconds=seconds)


def send(
    address: Address,
    requests: Sequence[str],
    *,
    connections: int = CONNECTIONS,
    seconds: float | None = None,
    pause: float = 0.0,
) -> Run:
    """Sends every request once, or for so many seconds over and over. Raises LoadError unless every
    answer is a 2xx or a 304."""
    job = Job(address.host, address.port, list(requests), connections, seconds, pause=pause)
    return _summed_up(_client(job))


def post(address: Address, requests: Sequence[str], connections: int = CONNECTIONS) -> Posted:
    """Sends every request once. Raises LoadError unless every answer is a 2xx."""
    job = Job(address.host, address.port, list(requests), connections, keep_bodies=True)
    outcome = _client(job)
    return Posted(_summed_up(outcome), outcome.bodies)


def _client(job: Job) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "job.json")
        file.write_text(json.dumps(asdict(job)))
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.client", str(file)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=True,
            timeout=_LONGEST_SECONDS,
        )
    return Outcome(**json.loads(done.stdout))


def _summed_up(outcome: Outcome) -> Run:
    good = all(status in _GOOD for status in outcome.statuses)
    if outcome.lost or not good or len(outcome.milliseconds) < 2:
        raise LoadError(f"answers: {outcome.statuses}, connections lost: {outcome.lost}")
    percent = quantiles(outcome.milliseconds, n=100)
    answers = len(outcome.milliseconds)
    return Run(answers, answers / outcome.seconds, percent[49], percent[98])


def _wrk(url: str, seconds: float, said: Mapping[str, str]) -> Run:
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{max(1, round(seconds))}s",
        "--latency",
        "--timeout=10s",
        *(part for name, value in said.items() for part in ("-H", f"{name}: {value}")),
        url,
    ]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise LoadError(said)
    answers = re.search(r"(\d+) requests in", said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if answers is None or rate is None or answers[1] == "0":
        raise LoadError(said)
    return Run(int(answers[1]), float(rate[1]), _latency(said, 50), _latency(said, 99))


def _latency(said: str, percent: int) -> float:
    found = re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s)\s*$", said, re.MULTILINE)
    if found is None:
        raise LoadError(said)
    return float(found[1]) * _UNITS[found[2]]
