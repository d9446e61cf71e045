import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from service.cli.rule_set_toml import rule_set_toml
from service.cli.rules_document import rules_markdown
from service.rules.builtin import RULES
from tests.cli.terminal import Terminal


def test_every_rule_is_listed_with_what_it_does(bare: Terminal) -> None:
    listed = bare.json("rules", "list")["items"]

    assert [rule["name"] for rule in listed] == [rule.name for rule in RULES]
    assert all(rule["summary"] for rule in listed)


def test_the_table_of_rules_is_in_the_readers_language(bare: Terminal) -> None:
    shown = Terminal(bare.database, lang="nl_NL").done("rules", "list")

    assert "houdt vast" in shown


def test_the_markdown_is_the_document(bare: Terminal) -> None:
    assert bare.done("rules", "list", "--markdown") == rules_markdown()


def test_a_shown_rule_set_can_be_imported_again(terminal: Terminal, tmp_path: Path) -> None:
    shown = terminal.done("rules", "show", "--site", "blog")
    (tmp_path / "rules.toml").write_text(shown)

    terminal.done("rules", "import", str(tmp_path / "rules.toml"), "--site", "blog")

    assert terminal.done("rules", "show", "--site", "blog") == shown


def test_an_imported_rule_set_is_what_judges(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text("[rules.word_list.options]\nwords = ['kersvers']\n")

    shown = terminal.done("rules", "import", str(tmp_path / "rules.toml"), "--site", "blog")

    found = terminal.json("explain", "Een kersvers idee", "--site", "blog")["findings"]
    assert shown == "blog judges by rule set 1 from now on.\n"
    assert "word_list" in [finding["rule"] for finding in found]


def test_a_shown_rule_set_as_json_has_its_version(terminal: Terminal) -> None:
    shown = terminal.json("rules", "show", "--site", "blog")

    assert shown["version"] == 0
    assert shown["hold_at"] == 3.0


def test_a_mistake_is_told_with_its_line_and_changes_nothing(
    terminal: Terminal, tmp_path: Path
) -> None:
    (tmp_path / "rules.toml").write_text("[rules.many_links]\nweigth = 2.0\n")

    result = terminal.run("rules", "import", str(tmp_path / "rules.toml"), "--site", "blog")

    assert result.exit_code == 1
    assert "rules.toml:2" in result.stderr
    assert terminal.json("rules", "show", "--site", "blog")["version"] == 0


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]))),
    st.floats(0, 1e6),
    st.booleans(),
)
def test_whatever_a_rule_set_says_toml_says_the_same(
    words: list[str], hold_at: float, enabled: bool
) -> None:
    entry = {"enabled": enabled, "options": {"words": words}}
    content = {"hold_at": hold_at, "reject_at": None, "rules": {"word_list": entry}}

    read = tomllib.loads(rule_set_toml(content))

    assert read == {"hold_at": hold_at, "rules": {"word_list": entry}}
