"""What tests of backups do to the files behind the commands' back."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.terminal import Terminal


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(statement)


def asked(file: Path, question: str) -> object:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(question).fetchone()[0]


def comments(file: Path) -> object:
    return asked(file, "SELECT count(*) FROM comments")


def damage(file: Path) -> None:
    """Overwrites all pages but the first, where the tables are described."""
    size = file.stat().st_size
    with file.open("r+b") as opened:
        opened.seek(size // 3)
        opened.write(b"\xff" * (size // 3))


def kept(terminal: Terminal) -> list[Path]:
    return sorted(terminal.database.parent.glob("*.replaced-*"))


def left_behind(terminal: Terminal) -> list[Path]:
    return [
        path
        for path in terminal.database.parent.iterdir()
        if path.name.startswith(".") or path.suffix == ".part"
    ]
