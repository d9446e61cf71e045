"""Rule sets in TOML files: errors name the file and the line."""

import pytest

from service.rules.builtin import RULES
from service.rules.rule_set import RuleSetError
from service.rules.rule_set_file import rule_set_from_toml

WRITTEN = """\
# ours
hold_at = 4

[rules.word_list]
shadow = true

[rules.word_list.options]
words = ["foei", "ga weg"]
"""


def message(text: str) -> str:
    with pytest.raises(RuleSetError) as caught:
        rule_set_from_toml(RULES, text, "rules.toml")
    return str(caught.value)


def test_a_rule_set_is_read_from_a_file() -> None:
    rules = rule_set_from_toml(RULES, WRITTEN, "rules.toml", 2)

    entry = next(each for each in rules.entries if each.rule.name == "word_list")

    assert (rules.version, rules.hold_at) == (2, 4.0)
    assert entry.shadow
    assert entry.options.words == ("foei", "ga weg")


def test_a_wrong_value_is_named_with_its_line() -> None:
    assert message(WRITTEN.replace("true", "1")) == (
        "rules.toml:5: rules.word_list.shadow: give true or false instead of 1"
    )


def test_an_unknown_table_is_named_with_the_line_of_its_header() -> None:
    assert message(WRITTEN.replace(".word_list.", ".wordlist.")).startswith(
        "rules.toml:7: rules.wordlist: no such name"
    )


def test_a_wrong_value_in_an_inline_table_is_named_with_the_line_around_it() -> None:
    text = 'rules.many_links.options = {limit = "3"}'

    assert message(text).startswith("rules.toml:1: rules.many_links.options.limit: give a whole")


def test_what_is_not_toml_is_named_with_its_line() -> None:
    assert message("hold_at = \n").startswith("rules.toml: this is not TOML: ")
    assert "line 1" in message("hold_at = \n")


def test_a_value_whose_line_cannot_be_told_is_named_with_the_file() -> None:
    assert message('"hold\\u005fat" = "3"').startswith("rules.toml: hold_at: give a number")
