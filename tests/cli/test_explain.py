from dataclasses import replace
from pathlib import Path

import pytest

from service.rules.builtin import RULES
from service.rules.contract import Context, Evidence, Subject
from tests.cli.terminal import Terminal

LINKS = "http://a.example http://b.example http://c.example"


def test_a_text_is_explained_without_a_database(bare: Terminal) -> None:
    shown = bare.done("explain", LINKS)

    assert shown.startswith("Would be held for a moderator (score 3).\n")
    assert "many_links: scores +3" in shown
    assert "text 0–16: http://a.example" in shown
    assert not bare.database.exists()


def test_the_explanation_is_in_the_language_asked_for(bare: Terminal) -> None:
    shown = bare.done("explain", LINKS, "--lang", "nl")

    assert shown.startswith("Zou worden vastgehouden")


def test_explaining_stores_nothing(terminal: Terminal) -> None:
    terminal.done("explain", "Mooi stuk.")

    assert terminal.json("comments", "list", "--status", "any")["items"] == []


def test_the_only_site_is_the_one_meant(terminal: Terminal) -> None:
    terminal.done("init", "--site", "blog", "--moderation", "hold_suspect")

    assert terminal.json("explain", "Mooi stuk.")["verdict"] == "publish"


def test_with_two_sites_and_none_named_the_rules_are_those_that_come(terminal: Terminal) -> None:
    terminal.done("init", "--site", "blog", "--moderation", "hold_suspect")
    terminal.done("init", "--site", "other", "--origin", "https://other.example")

    assert terminal.json("explain", "Mooi stuk.")["verdict"] == "hold"


def test_a_text_may_come_from_stdin(bare: Terminal) -> None:
    result = bare.run("explain", "-", typed=LINKS)

    assert "many_links" in result.stdout


def test_the_author_is_judged_too(bare: Terminal) -> None:
    found = bare.json("explain", "Mooi stuk.", "--name", "klootzak")["findings"]

    [words] = [finding for finding in found if finding["rule"] == "word_list"]
    assert [match["field"] for match in words["matches"]] == ["name"]
    assert words["sentence"]


def test_a_shadow_finding_is_told_apart(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text("[rules.many_links]\nshadow = true\n")
    terminal.done("rules", "import", str(tmp_path / "rules.toml"), "--site", "blog")

    shown = terminal.done("explain", LINKS)

    assert "many_links: scores +3 (shadow, does not count)" in shown


def test_a_rule_that_broke_says_so(bare: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(subject: Subject, context: Context, options: object) -> Evidence | None:
        raise RuntimeError("broken")

    [rule] = [rule for rule in RULES if rule.name == "many_links"]
    monkeypatch.setattr("service.rules.builtin.RULES", (replace(rule, check=break_down),))

    [found] = [each for each in bare.json("explain", "x")["findings"] if each["failed"]]

    assert "many_links" in found["sentence"]


def test_an_unknown_site_is_an_error(terminal: Terminal) -> None:
    result = terminal.run("explain", "x", "--site", "nope")

    assert result.exit_code == 1
