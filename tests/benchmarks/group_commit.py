"""The floor under all storing: SQLite alone, which commits so many rows at a time, without HTTP.

Run as a program: `python -m tests.benchmarks.group_commit FILE ROWS_AT_A_TIME ROWS`. It writes
[seconds, processor seconds, [milliseconds of each commit]] as JSON on stdout.
"""

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import quantiles
from typing import Any

from tests.benchmarks.load import ROOT, Run
from tests.benchmarks.server_process import module_command
from tests.benchmarks.texts import comment

NAME = "SQLite alone"
INSERT = "INSERT INTO posts (page, name, email, text) VALUES (?, ?, ?, ?)"
_TABLE = (
    "CREATE TABLE IF NOT EXISTS posts"
    " (id INTEGER PRIMARY KEY, page TEXT, name TEXT, email TEXT, text TEXT)"
)
_DISTINCT = 500


def group_commits(folder: Path, at_a_time: int, rows: int, flush_ms: float = 0.0) -> Run:
    """So many rows, in a file of its own."""
    file = folder / f"group-{at_a_time}.db"
    told = ["tests.benchmarks.group_commit", str(file), str(at_a_time), str(rows)]
    done = subprocess.run(
        module_command(sys.executable, *told, flush_ms=flush_ms),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    seconds, cpu, waits = json.loads(done.stdout)
    percent = quantiles(waits, n=100)
    return Run(rows, rows / seconds, percent[49], percent[98]).costing(cpu)


def opened(file: Path) -> sqlite3.Connection:
    """The file as Reactie opens its own: WAL, and every commit synced."""
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=4000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(_TABLE)
    return connection


def row_of(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The row of a comment as it is posted."""
    return (body["post"], body["name"], body["email"], body["text"])


def _run(file: Path, at_a_time: int, rows: int) -> tuple[float, float, list[float]]:
    connection = opened(file)
    said = [comment(number) for number in range(_DISTINCT)]
    made = [("/bench/0.html", each.author, each.email, each.text) for each in said]
    waits = []
    began, computed = time.perf_counter(), time.process_time()
    for start in range(0, rows, at_a_time):
        before = time.perf_counter()
        batch = [made[n % _DISTINCT] for n in range(start, min(rows, start + at_a_time))]
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(INSERT, batch)
        connection.execute("COMMIT")
        waits.append((time.perf_counter() - before) * 1000)
    return time.perf_counter() - began, time.process_time() - computed, waits


if __name__ == "__main__":
    json.dump(_run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])), sys.stdout)
