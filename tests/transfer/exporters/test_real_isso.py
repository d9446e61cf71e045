"""Isso itself opens what we make for it."""

import asyncio
import json
import subprocess
from pathlib import Path

from service.transfer.exporters import isso
from tests.transfer.exporters.test_round_trips import export

_READ = """
import json, sys
from isso import config
from isso.db import SQLite3
opened = SQLite3(sys.argv[1], config.load(config.default_file()))
keys = ("id", "parent", "created", "mode")
found = [{key: row[key] for key in keys} for row in opened.comments.fetch("/a", mode=7)]
print(json.dumps({"comments": found, "counts": opened.comments.count("/a")}))
"""


def test_isso_finds_as_many_comments_at_the_same_times(isso_python: Path, tmp_path: Path) -> None:
    file = tmp_path / "comments.db"
    file.write_bytes(asyncio.run(export(isso.exporter)))

    done = subprocess.run(
        [isso_python, "-c", _READ, str(file)], stdout=subprocess.PIPE, check=True, timeout=60
    )

    told = json.loads(done.stdout)
    assert {row["id"]: row["parent"] for row in told["comments"]} == {
        1: None,
        2: 1,
        3: 1,
        4: None,
        5: None,
        8: None,
    }
    assert {row["created"] for row in told["comments"]} == {1_322_429_672.972}
    assert [row["mode"] for row in sorted(told["comments"], key=lambda row: row["id"])] == [
        1,
        1,
        1,
        2,
        4,
        1,
    ]
    assert told["counts"] == [4]
