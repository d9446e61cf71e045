"""`backup` and `verify`, as somebody uses them at a terminal."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from service.storage import copying
from service.storage.migrate import HEAD
from tests.cli.files import asked, change, comments, damage, kept, left_behind
from tests.cli.terminal import Terminal


def test_a_backup_is_one_private_file_that_says_what_it_holds(
    terminal: Terminal, copy: Path
) -> None:
    report = terminal.json("verify", str(copy))

    assert copy.stat().st_mode & 0o777 == 0o600
    assert report == {
        "file": str(copy),
        "bytes": copy.stat().st_size,
        "schema": HEAD,
        "sites": 1,
        "comments": 1,
        "decisions": 1,
        "broken_logs": [],
        "stray": 0,
        "intact": True,
    }
    assert not list(copy.parent.glob("copy.db-*"))
    assert left_behind(terminal) == []


def test_a_backup_beside_a_writer_holds_what_was_committed_before(terminal: Terminal) -> None:
    terminal.post()
    file = terminal.database.with_name("copy.db")
    with closing(sqlite3.connect(terminal.database, isolation_level=None)) as writer:
        writer.execute("UPDATE sites SET name = 'Committed'")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE sites SET name = 'Not yet'")
        terminal.done("backup", str(file), "--gently")

    assert asked(file, "SELECT name FROM sites") == "Committed"


def test_a_backup_replaces_nothing_unless_it_is_asked_to(terminal: Terminal, copy: Path) -> None:
    terminal.post()

    refused = terminal.run("backup", str(copy))

    assert refused.exit_code == 1
    assert "--force" in refused.stderr
    assert comments(copy) == 1
    terminal.done("backup", str(copy), "--force")
    assert comments(copy) == 2


def test_a_backup_never_replaces_the_database(terminal: Terminal) -> None:
    other_name = terminal.database.with_name("other.db")
    other_name.symlink_to(terminal.database)

    assert terminal.run("backup", str(other_name), "--force").exit_code == 1


def test_a_backup_that_would_fill_the_disk_is_refused(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000_000))

    result = terminal.run("backup", "copy.db")

    assert result.exit_code == 1
    assert "1 MB" in result.stderr
    assert not Path("copy.db").exists()


def test_a_disk_that_fills_up_meanwhile_leaves_no_half_backup(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(copying._Pace, "__call__", full)

    result = terminal.run("backup", "copy.db")

    assert result.stderr.endswith("No space left on device\n")
    assert not Path("copy.db").exists()
    assert left_behind(terminal) == []


def test_there_is_no_backup_of_no_database(bare: Terminal) -> None:
    assert bare.run("backup", "copy.db").exit_code == 1


def test_a_locked_database_is_not_copied(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PATIENCE_SECONDS", 0.01)
    change(terminal.database, "PRAGMA journal_mode=DELETE")
    with closing(sqlite3.connect(terminal.database, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")

        assert terminal.run("backup", "copy.db").exit_code == 1


def test_a_log_that_was_tampered_with_is_copied_and_told(terminal: Terminal) -> None:
    terminal.post()
    change(terminal.database, "UPDATE decisions SET reason = 'bribed'")

    result = terminal.run("backup", "copy.db", "--json")

    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert (report["broken_logs"], report["intact"]) == (["blog"], False)
    told = terminal.run("verify", "copy.db")
    assert (told.exit_code, "reactie log verify" in told.stderr) == (1, True)
    refused = terminal.run("restore", "copy.db")
    assert (refused.exit_code, kept(terminal)) == (1, [])
    assert terminal.run("restore", "copy.db", "--force").exit_code == 1
    assert len(kept(terminal)) == 1


@pytest.mark.parametrize("act", ["verify", "restore"])
def test_a_damaged_backup_is_told_in_one_line_and_not_restored(
    terminal: Terminal, copy: Path, act: str
) -> None:
    damage(copy)

    result = terminal.run(act, str(copy))

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Failed: {copy} is damaged: ")
    assert result.stderr.count("\n") == 1
    assert kept(terminal) == []
    assert left_behind(terminal) == []


def test_a_row_that_refers_to_nothing_is_told(terminal: Terminal, copy: Path) -> None:
    change(copy, "DELETE FROM comments")

    result = terminal.run("verify", str(copy))

    assert result.exit_code == 1
    assert result.stderr == "References to rows that are not there: 2\n"


def test_an_index_that_does_not_fit_is_damage(terminal: Terminal, copy: Path) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("CREATE INDEX extra ON comments (status)")
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(
            "UPDATE sqlite_schema SET sql = 'CREATE INDEX extra ON comments (public_id)' "
            "WHERE name = 'extra'"
        )

    assert "index extra" in terminal.run("verify", str(copy)).stderr


def test_a_backup_that_is_not_there_is_told(bare: Terminal) -> None:
    assert bare.run("verify", "none.db").stderr == "Failed: none.db: No such file or directory\n"


@pytest.mark.parametrize(("act", "tool"), [("backup", "pg_dump"), ("restore", "pg_restore")])
def test_postgresql_has_its_own_commands(bare: Terminal, act: str, tool: str) -> None:
    result = bare.run(act, "copy.db", "--database", "postgresql://nobody@localhost/none")

    assert result.exit_code == 1
    assert tool in result.stderr
