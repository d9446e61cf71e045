import json
from pathlib import Path
from typing import Any

import pytest

from service.storage.comments import SqlComments
from tests.cli.terminal import Terminal

SPAM = "Verdien elke week honderden euro met dit trucje, kijk maar gauw op https://{}.example"


@pytest.fixture
def flood(terminal: Terminal) -> list[str]:
    return [terminal.post(SPAM.format(n)) for n in range(3)]


def statuses(terminal: Terminal) -> list[str]:
    listed = terminal.json("comments", "list", "--status", "any")["items"]
    return [comment["status"] for comment in listed]


def test_a_folded_list_shows_a_flood_once(terminal: Terminal, flood: list[str]) -> None:
    terminal.post("Een gewone reactie")

    shown = terminal.done("comments", "list", "--fold")

    assert [id_ in shown for id_ in flood] == [True, False, False]
    assert "(+2" in shown
    listed = terminal.json("comments", "list", "--fold")["items"]
    assert [comment["similar"] for comment in listed] == [2, 0]


def test_only_what_waits_can_be_folded(terminal: Terminal) -> None:
    result = terminal.run("comments", "list", "--fold", "--status", "spam")

    assert result.exit_code == 2
    assert "status=pending" in result.stderr


def test_a_flood_is_decided_and_undone_as_one(terminal: Terminal, flood: list[str]) -> None:
    terminal.post("Een gewone reactie")
    bulk = ("comments", "bulk", "spam", "--site", "blog", "--like", flood[1], "--yes")

    shown = terminal.done(*bulk)
    decided = statuses(terminal)
    undone = terminal.done(*shown.splitlines()[-1].split()[-4:][1:])

    assert "It is about 3 comments" in shown
    assert "3 comments decided." in shown
    assert sorted(decided) == ["pending", "spam", "spam", "spam"]
    assert "3 comments decided." in undone
    assert statuses(terminal) == ["pending"] * 4


def test_it_asks_first_and_a_no_changes_nothing(terminal: Terminal, flood: list[str]) -> None:
    result = terminal.run("comments", "bulk", "spam", "--site", "blog", typed="n\n")

    assert result.exit_code == 1
    assert "Spam: Decide on all 3 comments?" in result.stderr
    assert statuses(terminal) == ["pending"] * 3


def test_a_dry_run_changes_nothing(terminal: Terminal, flood: list[str]) -> None:
    shown = terminal.done("comments", "bulk", "spam", "--site", "blog", "--dry-run")
    plain = terminal.json("comments", "bulk", "spam", "--site", "blog", "--dry-run")

    assert flood[0] in shown
    assert plain == {"count": 3, "first": flood}
    assert statuses(terminal) == ["pending"] * 3


def test_nothing_found_is_said_and_done(terminal: Terminal) -> None:
    shown = terminal.done("comments", "bulk", "spam", "--site", "blog", "--rule", "many_links")

    assert shown == "There is no such comment.\n"


def test_nothing_found_is_json_too(terminal: Terminal) -> None:
    shown = terminal.json("comments", "bulk", "spam", "--site", "blog", "--yes")

    assert shown == {"id": None, "state": "done", "decided": 0, "skipped": 0}


@pytest.mark.parametrize("option", ["--rule", "--words", "--author", "--thread"])
@pytest.mark.parametrize("value", ["", " \t"])
def test_empty_words_do_not_mean_everything(
    terminal: Terminal, flood: list[str], option: str, value: str
) -> None:
    result = terminal.run("comments", "bulk", "delete", "--site", "blog", "--yes", option, value)

    assert result.exit_code == 2
    assert option in result.stderr
    assert statuses(terminal) == ["pending"] * len(flood)


@pytest.mark.parametrize(
    ("option", "value", "why"),
    [
        ("--reason", "x" * 201, "200"),
        ("--note", "x" * 2_001, "2000"),
        ("--reason", "\udcff", "UTF-8"),
        ("--author", "\udcff", "UTF-8"),
        ("--site", "\udcff", "UTF-8"),
    ],
)
def test_what_does_not_fit_the_log_is_refused_in_a_line(
    terminal: Terminal, flood: list[str], option: str, value: str, why: str
) -> None:
    result = terminal.run("comments", "bulk", "spam", "--site", "blog", "--yes", option, value)

    assert result.exit_code == 1
    assert why in result.stderr
    assert statuses(terminal) == ["pending"] * len(flood)


def test_where_nothing_was_decided_there_is_nothing_to_undo(
    terminal: Terminal, flood: list[str]
) -> None:
    shown = terminal.done("comments", "bulk", "restore", "--site", "blog", "--yes")

    assert "3 were left alone" in shown
    assert "undo" not in shown


def test_a_command_that_is_ended_says_how_to_take_back_what_it_did(
    terminal: Terminal, flood: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = SqlComments.matching

    async def ended_after_one(*asked: Any) -> Any:
        if asked[2]:
            raise KeyboardInterrupt
        return (await read(*asked))[:1]

    with monkeypatch.context() as patched:
        patched.setattr(SqlComments, "matching", ended_after_one)
        ended = terminal.run("comments", "bulk", "spam", "--site", "blog", "--yes")
    between = statuses(terminal)
    shown = terminal.done(*ended.stderr.splitlines()[0].split()[-3:])

    assert ended.exit_code == 1
    assert sorted(between) == ["pending", "pending", "spam"]
    assert "1 comment decided." in shown
    assert statuses(terminal) == ["pending"] * len(flood)


def test_what_was_decided_since_is_left_alone_and_counted(
    terminal: Terminal, flood: list[str]
) -> None:
    done = json.loads(
        terminal.done("comments", "bulk", "spam", "--site", "blog", "--yes", "--json")
    )
    terminal.done("comments", "decide", flood[0], "restore")

    shown = terminal.done("comments", "undo", done["id"])

    assert (done["decided"], done["skipped"]) == (3, 0)
    assert "2 comments decided." in shown
    assert "1 was left alone" in shown


def test_a_single_decision_is_undone_by_its_id(terminal: Terminal, flood: list[str]) -> None:
    ids = [terminal.json("comments", "decide", comment, "spam")["id"] for comment in flood[:2]]

    said = terminal.done("comments", "undo", ids[0])
    plain = terminal.json("comments", "undo", ids[1])

    assert said == f"{flood[0]}: Pending\n"
    assert plain == {"undone": ids[1]}
    assert statuses(terminal) == ["pending"] * 3


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("bulk", "spam", "--site", "nope"), "no such site"),
        (("bulk", "spam", "--site", "blog", "--like", "0" * 32), "no such comment"),
        (("undo", "0" * 32), "no such decision"),
    ],
)
def test_what_does_not_exist_is_named(
    terminal: Terminal, arguments: tuple[str, ...], why: str
) -> None:
    result = terminal.run("comments", *arguments)

    assert result.exit_code == 1
    assert why in result.stderr


def test_a_bulk_decision_needs_a_database(tmp_path: Path, bare: Terminal) -> None:
    result = bare.run("comments", "bulk", "spam", "--site", "blog", "--yes")

    assert result.exit_code == 1
    assert not bare.database.exists()
