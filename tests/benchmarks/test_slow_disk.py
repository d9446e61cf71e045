"""The disk that takes longer to flush."""

import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.load import ROOT

_COMMITS = """
import sqlite3, sys, time
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA journal_mode=WAL")
database.execute("PRAGMA synchronous=FULL")
database.execute("CREATE TABLE kept (text)")
began = time.perf_counter()
database.execute("INSERT INTO kept VALUES ('one')")
took = time.perf_counter() - began
print(took, *database.execute("SELECT text FROM kept").fetchone(), sys.argv[2:])
"""


def test_a_commit_waits_for_the_slower_disk_and_is_there_then(tmp_path: Path) -> None:
    (tmp_path / "commits.py").write_text(_COMMITS)
    told = ["tests.benchmarks.slow_disk", "30", "commits", str(tmp_path / "a.db"), "--and", "more"]

    done = subprocess.run(
        [sys.executable, "-m", *told],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )

    took, rest = done.stdout.strip().split(" ", 1)
    assert float(took) >= 0.03
    assert rest == "one ['--and', 'more']"
