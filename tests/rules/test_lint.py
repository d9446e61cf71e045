"""Remarks on rule sets that can be used and look like mistakes."""

from collections import Counter
from typing import Any

import pytest

from service.rules.builtin import RULES
from service.rules.lint import INNOCENT, lint_rule_set, lint_tally
from service.rules.replay import Tally
from service.rules.rule_set import parse_rule_set
from tests.rules.judging import DEFAULT


def remarks(content: dict[str, Any]) -> list[tuple[str, str]]:
    found = lint_rule_set(parse_rule_set(RULES, content, 1))
    return [(remark.code, remark.rule) for remark in found]


def test_the_default_rules_give_no_reason_for_remarks() -> None:
    assert list(lint_rule_set(DEFAULT)) == []


def test_a_weight_of_nothing_is_remarked() -> None:
    assert remarks({"rules": {"many_links": {"weight": 0}}}) == [("no_weight", "many_links")]


def test_a_score_that_nothing_reaches_is_remarked() -> None:
    assert remarks({"hold_at": 99}) == [("never_holds", "")]


def test_a_word_of_ones_own_that_stops_innocent_words_is_remarked() -> None:
    found = remarks({"rules": {"word_list": {"options": {"words": ["essex"]}}}})

    assert found == [("substring_trap", "word_list")]


def test_a_rule_that_hits_many_innocent_words_is_remarked_once() -> None:
    rules = parse_rule_set(RULES, {"rules": {"own_patterns": {"options": {"patterns": ["."]}}}}, 1)

    [remark] = lint_rule_set(rules)

    assert (remark.code, remark.params["n"]) == ("substring_trap", len(INNOCENT))
    assert str(remark.params["words"]).endswith(", …")


def test_a_pattern_that_finds_longer_words_too_is_remarked() -> None:
    assert remarks({"rules": {"own_patterns": {"options": {"patterns": ["kip"]}}}}) == [
        ("loose_pattern", "own_patterns")
    ]
    assert remarks({"rules": {"own_patterns": {"options": {"patterns": [r"\bkip\b"]}}}}) == []
    off = {"enabled": False, "options": {"patterns": ["kip"]}}
    assert remarks({"rules": {"own_patterns": off}}) == []


def test_no_built_in_list_stops_an_innocent_word() -> None:
    assert "Scunthorpe" in INNOCENT
    assert remarks({}) == []


@pytest.mark.parametrize(("good", "said"), [(4, False), (5, True)])
def test_a_rule_that_fires_on_what_people_approve_is_remarked(good: int, said: bool) -> None:
    tally = Tally(texts=300, now=Counter({"good_published": 200}))
    tally.rules["many_links"] = Counter(texts=9, good=good)

    found = {(remark.code, remark.rule) for remark in lint_tally(DEFAULT, tally)}

    assert (("eager_rule", "many_links") in found) is said


def test_a_rule_that_finds_nothing_is_remarked_where_it_could_have() -> None:
    tally = Tally(texts=300)

    dead = [remark.rule for remark in lint_tally(DEFAULT, tally) if remark.code == "dead_rule"]

    assert "many_links" in dead
    assert "trap_field" not in dead


def test_little_history_gives_no_reason_for_remarks() -> None:
    assert list(lint_tally(DEFAULT, Tally(texts=199))) == []
