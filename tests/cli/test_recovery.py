"""A damaged file: what docs/operating.md tells to do brings back what can be brought back."""

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.files import asked, comments
from tests.cli.terminal import Terminal

DOCUMENT = Path(__file__).parents[2] / "docs" / "operating.md"
MANY = 20


@pytest.fixture
def damaged(terminal: Terminal) -> Terminal:
    """A database with a page of comments that cannot be read any more."""
    for number in range(MANY):
        terminal.post(f"Verhaal {number}: {'woorden ' * 60}", name=f"Jan {number}")
    with closing(sqlite3.connect(terminal.database)) as connection:
        [page] = connection.execute(
            "SELECT max(pageno) FROM dbstat WHERE name = 'comments' AND pagetype = 'leaf'"
        ).fetchone()
    with terminal.database.open("r+b") as opened:
        opened.seek((page - 1) * 4096)
        opened.write(b"\xff" * 4096)
    return terminal


def test_what_the_document_tells_saves_all_but_the_damaged_page(damaged: Terminal) -> None:
    if shutil.which("sqlite3") is None:
        if os.environ.get("CI"):
            pytest.fail("sqlite3 is not installed")
        pytest.skip("sqlite3 is not installed")
    [told] = re.findall(r"^sqlite3 .*\| sqlite3 .*$", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    refused = damaged.run("backup", "copy.db")

    damaged.database.rename("damaged.db")
    subprocess.run(["sh", "-c", told], check=True)
    verified = damaged.run("verify", "saved.db")
    restored = damaged.run("restore", "saved.db", "--force")

    assert "is damaged" in refused.stderr
    assert verified.stderr.startswith("References to rows that are not there: ")
    assert (verified.exit_code, restored.exit_code) == (1, 1)
    assert 0 < int(str(comments(damaged.database))) < MANY
    assert asked(damaged.database, "SELECT count(*) FROM decisions") == MANY
    assert damaged.json("log", "verify")["items"][0]["intact"]
    damaged.post("Het werkt weer.")
