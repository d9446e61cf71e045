"""`restore`, as somebody uses it at a terminal."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from service.storage.lock_file import LockFile
from service.storage.migrate import HEAD, alembic_config
from tests.cli.files import asked, change, comments, kept
from tests.cli.terminal import Terminal


@pytest.mark.parametrize(
    "content", [b"A letter to my aunt. " * 500, b""], ids=["letter", "nothing"]
)
def test_what_is_no_database_is_no_backup(bare: Terminal, content: bytes) -> None:
    Path("letter.db").write_bytes(content)

    result = bare.run("restore", "letter.db")

    assert result.exit_code == 1
    assert "letter.db" in result.stderr
    assert not bare.database.exists()


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
