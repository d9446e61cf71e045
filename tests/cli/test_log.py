import json
import sqlite3

import pytest

from service.cli.log import sentence
from service.usecases.verify_log import LogReport
from tests.cli.terminal import Terminal


def test_an_untouched_log_is_intact(terminal: Terminal) -> None:
    terminal.done("comments", "decide", terminal.post(), "approve")

    shown = terminal.done("log", "verify")

    assert shown == "blog: 2 decisions, intact\n"


def test_a_changed_decision_is_found_and_its_place_told(terminal: Terminal) -> None:
    terminal.done("comments", "decide", terminal.post(), "approve", "--reason", "kind")
    _change(terminal, "UPDATE decisions SET reason = 'bribed' WHERE action = 'approve'")

    result = terminal.run("log", "verify")

    assert result.exit_code == 1
    assert result.stdout == "blog: decision 2 was changed\n"


def test_a_broken_log_as_json_says_what_is_wrong(terminal: Terminal) -> None:
    terminal.post()
    _change(terminal, "UPDATE decisions SET reason = 'bribed'")

    result = terminal.run("log", "verify", "--site", "blog", "--json")

    [report] = json.loads(result.stdout)["items"]
    assert result.exit_code == 1
    assert report == {
        "site": "blog",
        "checked": 0,
        "broken_at": 1,
        "problem": "changed",
        "events": 0,
        "part": "decisions",
        "intact": False,
    }


def test_an_unknown_site_has_no_log(terminal: Terminal) -> None:
    assert terminal.run("log", "verify", "--site", "nope").exit_code == 1


@pytest.mark.parametrize("command", [("log", "verify"), ("comments", "list"), ("token", "list")])
def test_looking_does_not_make_a_database(bare: Terminal, command: tuple[str, ...]) -> None:
    result = bare.run(*command)

    assert result.exit_code == 1
    assert not bare.database.exists()


def _change(terminal: Terminal, statement: str) -> None:
    connection = sqlite3.connect(terminal.database)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_changed_event_of_a_site_is_told_from_a_decision(terminal: Terminal) -> None:
    report = LogReport("blog", 4, 2, "changed", 1, "events")

    assert sentence(report) == "blog: event 2 was changed"
