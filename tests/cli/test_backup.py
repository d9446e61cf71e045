"""`backup`, `verify` and `restore`, as somebody uses them at a terminal."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from alembic import command
from sqlalchemy import create_engine

from service.storage import copying
from service.storage.lock_file import LockFile
from service.storage.migrate import HEAD, alembic_config
from tests.cli.terminal import Terminal


@pytest.fixture
def copy(terminal: Terminal) -> Path:
    """A backup of a database with one comment."""
    terminal.post()
    file = terminal.database.with_name("copy.db")
    terminal.done("backup", str(file))
    return file


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


def test_a_row_that_refers_to_nothing_is_damage(terminal: Terminal, copy: Path) -> None:
    change(copy, "DELETE FROM threads")

    assert " 1 → threads" in terminal.run("verify", str(copy)).stderr


def test_an_index_that_does_not_fit_is_damage(terminal: Terminal, copy: Path) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("CREATE INDEX extra ON comments (status)")
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(
            "UPDATE sqlite_schema SET sql = 'CREATE INDEX extra ON comments (public_id)' "
            "WHERE name = 'extra'"
        )

    assert "index extra" in terminal.run("verify", str(copy)).stderr


@pytest.mark.parametrize(
    "content", [b"A letter to my aunt. " * 500, b""], ids=["letter", "nothing"]
)
def test_what_is_no_database_is_no_backup(bare: Terminal, content: bytes) -> None:
    Path("letter.db").write_bytes(content)

    result = bare.run("restore", "letter.db")

    assert result.exit_code == 1
    assert "letter.db" in result.stderr
    assert not bare.database.exists()


def test_a_backup_that_is_not_there_is_told(bare: Terminal) -> None:
    assert bare.run("verify", "none.db").stderr == "Failed: none.db: No such file or directory\n"


def test_a_backup_of_a_newer_version_is_refused(terminal: Terminal, copy: Path) -> None:
    change(copy, "UPDATE alembic_version SET version_num = '9999'")

    result = terminal.run("restore", str(copy))

    assert result.exit_code == 1
    assert "newer Reactie" in result.stderr
    assert kept(terminal) == []


def test_a_backup_of_an_older_version_is_brought_up_to_date(bare: Terminal) -> None:
    old = bare.database.with_name("old.db")
    engine = create_engine(f"sqlite:///{old}")
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0012")
    engine.dispose()

    assert bare.json("verify", str(old))["schema"] == "0012"
    bare.done("restore", str(old))

    assert asked(old, "SELECT version_num FROM alembic_version") == "0012"
    assert bare.json("verify", str(bare.database))["schema"] == HEAD


def test_a_restore_brings_back_what_was_and_keeps_what_is(terminal: Terminal, copy: Path) -> None:
    terminal.post()

    shown = terminal.done("restore", str(copy))

    [before] = kept(terminal)
    assert str(before) in shown
    assert (comments(terminal.database), comments(before)) == (1, 2)
    assert terminal.database.stat().st_mode & 0o777 == 0o600
    terminal.post()
    assert terminal.json("log", "verify")["items"][0]["intact"]


def test_a_second_restore_changes_nothing(terminal: Terminal, copy: Path) -> None:
    terminal.post()
    terminal.done("restore", str(copy))

    again = terminal.json("restore", str(copy))

    assert again["replaced"] is None
    assert len(kept(terminal)) == 1


def test_two_restores_in_one_second_keep_both(
    terminal: Terminal, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.domain.clock.utc_ms", lambda: 1_795_000_000_000)
    for _ in range(2):
        terminal.post()
        terminal.done("restore", str(copy))

    first, second = kept(terminal)
    assert second.name == f"{first.name}-2"


def test_everybody_is_signed_out_by_a_restore(terminal: Terminal) -> None:
    with closing(sqlite3.connect(terminal.database, isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO moderators (id, public_id, name, email, email_key, role, created_at) "
            "VALUES (1, 'm', 'Anna', 'a@b.example', 'a@b.example', 'owner', 1)"
        )
        connection.execute(
            "INSERT INTO sessions (public_id, moderator_id, secret_hash, created_at, seen_at, "
            "expires_at, network) VALUES ('s', 1, 'h', 1, 1, 2, 'n')"
        )
    terminal.done("backup", "copy.db")

    terminal.done("restore", "copy.db")

    assert asked(Path("copy.db"), "SELECT count(*) FROM sessions") == 1
    assert asked(terminal.database, "SELECT count(*) FROM sessions") == 0


def test_a_damaged_database_is_kept_with_its_log_and_replaced(
    terminal: Terminal, copy: Path
) -> None:
    terminal.database.write_bytes(b"\xff" * 8192)
    log = terminal.database.with_name(f"{terminal.database.name}-wal")
    log.write_bytes(b"half a frame")

    terminal.done("restore", str(copy))

    before, log_kept = kept(terminal)
    assert log_kept.name == f"{before.name}-wal"
    assert log_kept.read_bytes() == b"half a frame"
    assert not log.exists()
    assert comments(terminal.database) == 1


def test_nothing_is_restored_under_a_running_server(terminal: Terminal, copy: Path) -> None:
    serving = LockFile(terminal.database.with_name(f"{terminal.database.name}.lock"))
    assert serving.take()

    result = terminal.run("restore", str(copy))

    serving.close()
    assert result.exit_code == 1
    assert kept(terminal) == []


@pytest.mark.parametrize(("act", "tool"), [("backup", "pg_dump"), ("restore", "pg_restore")])
def test_postgresql_has_its_own_commands(bare: Terminal, act: str, tool: str) -> None:
    result = bare.run(act, "copy.db", "--database", "postgresql://nobody@localhost/none")

    assert result.exit_code == 1
    assert tool in result.stderr


def test_what_root_makes_belongs_to_the_owner_of_the_folder(
    terminal: Terminal, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[int, int]] = []
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("os.fchown", lambda _file, user, group: given.append((user, group)))
    terminal.post()

    terminal.done("restore", str(copy))

    folder = terminal.database.parent.stat()
    assert set(given) == {(folder.st_uid, folder.st_gid)}
