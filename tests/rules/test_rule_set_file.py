"""Rule sets in TOML files: errors name the file and the line."""

import pytest

from service.rules.builtin import RULES
from service.rules.rule_set import RuleSetError
from service.rules.rule_set_file import rule_set_from_toml
from service.rules.toml_lines import line_of_entry

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


LISTS = """\
[rules.word_list.options]
words = [  # ours, [not] {these}
    "foei", 'ga weg',  # "more"
    {bad},
]
fields = ["text"]

[rules.own_patterns.options]
patterns = ['\\bkip\\b', """


@pytest.mark.parametrize(
    ("bad", "line"), [("3", 4), ('["x"]', 4), ('"!?"', 4), ('"a\\u0000"', 4), ('{a = "b"}', 4)]
)
def test_a_wrong_entry_is_named_with_its_own_line(bad: str, line: int) -> None:
    told = message(LISTS.replace("{bad}", bad) + "]\n")

    assert told.startswith(f"rules.toml:{line}: rules.word_list.options")


def test_an_entry_that_a_rule_cannot_use_is_named_with_its_own_line() -> None:
    told = message(LISTS.replace("{bad}", "'ok'") + "\n'(?<=a)b',\n]\n")

    assert told.startswith('rules.toml:10: rules.own_patterns.options: "(?<=a)b" is no pattern')


def test_entries_of_a_list_in_an_inline_table_are_named_with_the_line_around_it() -> None:
    assert message("[rules.word_list]\noptions = {words = ['!']}").startswith("rules.toml:2: ")


def test_an_entry_that_is_not_found_is_named_with_its_key() -> None:
    assert line_of_entry("words = []", 1, 3) == 1
    assert line_of_entry("words = 3", 1, 1) == 1
    assert line_of_entry("[a", 1, 1) == 1
    assert line_of_entry('words = [\n"a"', 1, 2) == 1


def test_entries_are_counted_past_lists_tables_and_remarks() -> None:
    text = """words = [ # x ] , y
  'a', "b]", # no, 'c'
  ['x', 'y'],
  {a = 1, b = [1, 2]},
  5
]"""

    assert [line_of_entry(text, 1, number) for number in range(1, 6)] == [2, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("hold_at = " + "[" * 5000, "nested too deep"),
        ("hold_at = " + "9" * 5000, "a number that is far too long"),
        ("hold_at = " + "9" * 400, "at most 1000000 instead of 999"),
        ("[rules.long_text.options]\nlimit = 9999999999", "at most 2147483647 instead of"),
    ],
)
def test_what_python_cannot_read_is_told_in_one_sentence(text: str, told: str) -> None:
    assert message(text).startswith("rules.toml")
    assert told in message(text)


def test_a_name_that_is_nearly_right_is_told_with_the_right_one() -> None:
    assert message("[rules.many_link]").endswith("did you mean many_links?")


def test_no_name_moves_or_colours_a_terminal() -> None:
    told = message('[rules."\\u001b[31mred"]\n["rules"."' + "x" * 99 + '"]')

    assert told.startswith(r"rules.toml:2: rules.\x1b[31mred: no such name")
