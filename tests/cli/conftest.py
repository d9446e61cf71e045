"""`bare`: a terminal without a database; `terminal`: with one that has the site blog; `copy`: a
backup of that."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.chdir(tmp_path)
    return Terminal(tmp_path / "comments.db")


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "comments.db"
    Terminal(path).done("init", "--site", "blog", "--origin", "https://blog.example")
    return path


@pytest.fixture
def terminal(bare: Terminal, made_once: Path) -> Terminal:
    with (
        closing(sqlite3.connect(made_once)) as made,
        closing(sqlite3.connect(bare.database)) as own,
    ):
        made.backup(own)
    return bare


@pytest.fixture
def copy(terminal: Terminal) -> Path:
    """A backup of a database with one comment."""
    terminal.post()
    file = terminal.database.with_name("copy.db")
    terminal.done("backup", str(file))
    return file
