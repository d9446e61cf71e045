import asyncio
import json
import sqlite3

import pytest

from service.domain.clock import utc_ms
from service.storage.backup_folder import FileBackups
from tests.cli.terminal import Terminal


def test_a_well_installation_passes(terminal: Terminal) -> None:
    examined = terminal.json("check")["items"]

    assert {one["what"] for one in examined if not one["ok"]} == set()
    assert {"settings", "database", "sites", "SQLite", "aiohttp", "log blog"} == {
        one["what"] for one in examined
    }


def test_check_says_it_all_in_a_table(terminal: Terminal) -> None:
    shown = terminal.done("check")

    assert "intact" in shown


def test_a_missing_database_is_bad_and_not_made(bare: Terminal) -> None:
    result = bare.run("check")

    assert result.exit_code == 1
    assert "reactie init" in result.stdout
    assert not bare.database.exists()


def test_a_database_without_a_site_says_how_to_make_one(terminal: Terminal) -> None:
    connection = sqlite3.connect(terminal.database)
    connection.execute("DELETE FROM sites")
    connection.commit()
    connection.close()

    result = terminal.run("check", "--json")

    bad = [one for one in json.loads(result.stdout)["items"] if not one["ok"]]
    assert result.exit_code == 1
    assert [one["what"] for one in bad] == ["sites"]
    assert "reactie init --site" in bad[0]["mend"]


def test_a_broken_log_is_bad(terminal: Terminal) -> None:
    terminal.post()
    connection = sqlite3.connect(terminal.database)
    connection.execute("UPDATE decisions SET reason = 'bribed'")
    connection.commit()
    connection.close()

    result = terminal.run("check")

    assert result.exit_code == 1
    assert "decision 1 was changed" in result.stdout


def test_a_wrong_setting_is_named(terminal: Terminal) -> None:
    result = terminal.run("check", REACTIE_PORT="eighty")

    assert result.exit_code == 1
    assert "port" in result.stdout


def test_an_old_library_is_bad_and_the_mend_is_told(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.cli.check.installed_version", lambda _: "3.14.4")

    result = terminal.run("check")

    assert result.exit_code == 1
    assert "pip install --upgrade aiohttp" in result.stdout


def test_backups_that_do_not_come_are_bad(terminal: Terminal) -> None:
    folder = terminal.database.with_name("backups")

    result = terminal.run("check", REACTIE_BACKUP_FOLDER=str(folder))

    assert result.exit_code == 1
    assert "reactie backup" in result.stdout


def test_a_backup_of_today_is_well(terminal: Terminal) -> None:
    folder = terminal.database.with_name("backups")
    asyncio.run(FileBackups(terminal.database, folder).make(utc_ms()))

    assert terminal.run("check", REACTIE_BACKUP_FOLDER=str(folder)).exit_code == 0
