"""Rule sets: read strictly, written completely."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.rules.builtin import RULES
from service.rules.options import LIST_MAX
from service.rules.rule_set import RuleSetError, content_of, parse_rule_set

names = [rule.name for rule in RULES]


def test_an_empty_content_is_the_default_rule_set() -> None:
    rules = parse_rule_set(RULES, {}, 4)

    assert rules.version == 4
    assert rules.hold_at == 3.0
    assert rules.reject_at is None
    assert [entry.rule for entry in rules.entries] == list(RULES)
    assert all(entry.enabled is entry.rule.enabled for entry in rules.entries)
    assert not any(entry.shadow for entry in rules.entries)


def test_rules_stand_in_the_order_of_their_phases() -> None:
    rules = parse_rule_set(tuple(reversed(RULES)), {}, 1)

    phases = [entry.rule.phase for entry in rules.entries]

    assert phases == sorted(phases)


def test_everything_can_be_set() -> None:
    content = {
        "hold_at": 4,
        "reject_at": 8,
        "rules": {
            "many_links": {"weight": 2, "shadow": True, "options": {"limit": 5}},
            "word_list": {"enabled": False, "options": {"words": ["foei"]}},
        },
    }

    rules = parse_rule_set(RULES, content, 1)

    entries = {entry.rule.name: entry for entry in rules.entries}
    assert (rules.hold_at, rules.reject_at) == (4.0, 8.0)
    assert entries["many_links"].weight == 2.0
    assert entries["many_links"].shadow
    assert entries["many_links"].options.limit == 5
    assert not entries["word_list"].enabled
    assert entries["word_list"].options.words == ("foei",)


@pytest.mark.parametrize(
    ("content", "place", "mend"),
    [
        ({"hold": 3}, "hold", "no such name; known here: hold_at, reject_at, rules"),
        ({"hold_at": "3"}, "hold_at", "give a number of at least 0 instead of '3'"),
        ({"hold_at": True}, "hold_at", "give a number of at least 0 instead of True"),
        ({"hold_at": float("nan")}, "hold_at", "give a number of at least 0 instead of nan"),
        ({"hold_at": float("inf")}, "hold_at", "give a number of at least 0 instead of inf"),
        ({"reject_at": 2}, "reject_at", "give a number of at least 3 instead of 2"),
        ({"rules": []}, "rules", "give a table of names and values instead of []"),
        ({"rules": {"nope": {}}}, "rules.nope", "no such name; known here: closed_thread, "),
        ({"rules": {"trap_field": 1}}, "rules.trap_field", "give a table"),
        (
            {"rules": {"trap_field": {"weight": 1}}},
            "rules.trap_field.weight",
            "no such name; known here: enabled, shadow, options",
        ),
        (
            {"rules": {"trap_field": {"options": {"x": 1}}}},
            "rules.trap_field.options.x",
            "no such name; nothing can be set here",
        ),
        ({"rules": {"many_links": {"weight": -1}}}, "rules.many_links.weight", "at least 0"),
        (
            {"rules": {"many_links": {"enabled": 1}}},
            "rules.many_links.enabled",
            "give true or false instead of 1",
        ),
        (
            {"rules": {"many_links": {"options": {"limit": 2.5}}}},
            "rules.many_links.options.limit",
            "give a whole number of at least 1 instead of 2.5",
        ),
        (
            {"rules": {"many_links": {"options": {"limit": True}}}},
            "rules.many_links.options.limit",
            "instead of True",
        ),
        (
            {"rules": {"word_list": {"options": {"words": "foei"}}}},
            "rules.word_list.options.words",
            "give a list of texts instead of 'foei'",
        ),
        (
            {"rules": {"word_list": {"options": {"words": ["a", 3]}}}},
            "rules.word_list.options.words",
            "entry 2 is 3: give a list of texts",
        ),
        (
            {"rules": {"word_list": {"options": {"words": ["ok", " "]}}}},
            "rules.word_list.options.words",
            "entry 2 is ' '",
        ),
        (
            {"rules": {"word_list": {"options": {"fields": []}}}},
            "rules.word_list.options.fields",
            "give a list of text, name, email, website with at least one entry",
        ),
        (
            {"rules": {"word_list": {"options": {"languages": ["fr"]}}}},
            "rules.word_list.options.languages",
            "entry 1 is 'fr': give a list of nl, en",
        ),
        (
            {"rules": {"word_list": {"options": {"words": ["a"] * (LIST_MAX + 1)}}}},
            "rules.word_list.options.words",
            "give at most 200000 entries instead of 200001",
        ),
        (
            {"rules": {"word_list": {"options": {"words": ["!?"]}}}},
            "rules.word_list.options",
            '"!?" must be 1 to 8 words of letters or digits',
        ),
        (
            {"rules": {"blocked_host": {"options": {"hosts": ["http://a.nl/"]}}}},
            "rules.blocked_host.options",
            '"http://a.nl/" is no host; write example.com or *.example.com',
        ),
        (
            {"rules": {"url_shortener": {"options": {"hosts": ["bit.ly", "*.ly"]}}}},
            "rules.url_shortener.options",
            '"*.ly" is no host; write example.com',
        ),
        (
            {"rules": {"blocked_author": {"options": {"emails": ["jan"]}}}},
            "rules.blocked_author.options",
            '"jan" is no e-mail address',
        ),
        (
            {"rules": {"blocked_author": {"options": {"names": ["Jan", "\u200b"]}}}},
            "rules.blocked_author.options",
            "is a name that nobody can see",
        ),
        (
            {"rules": {"word_list": {"options": {"exceptions": ["!?"]}}}},
            "rules.word_list.options",
            '"!?" must be 1 to 8 words',
        ),
        (
            {"rules": {"word_list": {"options": {"words": ["vis", "kip"], "exceptions": ["KIP"]}}}},
            "rules.word_list.options",
            '"kip" is a word and an exception',
        ),
        ({"hold_at": 10**5000}, "hold_at", "instead of a number that is far too long"),
        ({"hold_at": "x" * 99}, "hold_at", "x..."),
    ],
)
def test_a_wrong_rule_set_says_where_and_how_to_mend_it(
    content: dict[str, Any], place: str, mend: str
) -> None:
    with pytest.raises(RuleSetError) as caught:
        parse_rule_set(RULES, content, 1)

    assert ".".join(caught.value.place) == place
    assert mend in caught.value.mend
    assert str(caught.value) == f"{place}: {caught.value.mend}"


contents = st.fixed_dictionaries(
    {},
    optional={
        "hold_at": st.floats(0, 10),
        "reject_at": st.floats(10, 20) | st.none(),
        "rules": st.fixed_dictionaries(
            {},
            optional={
                "many_links": st.fixed_dictionaries(
                    {},
                    optional={
                        "weight": st.floats(0, 9),
                        "enabled": st.booleans(),
                        "options": st.fixed_dictionaries({"limit": st.integers(1, 9)}),
                    },
                ),
                "word_list": st.fixed_dictionaries(
                    {
                        "shadow": st.booleans(),
                        "options": st.fixed_dictionaries(
                            {"words": st.lists(st.sampled_from(["foei", "ga weg", "ÉÉN"]))}
                        ),
                    }
                ),
            },
        ),
    },
)


@given(contents)
def test_a_rule_set_comes_back_from_its_content_as_it_was(content: dict[str, Any]) -> None:
    rules = parse_rule_set(RULES, content, 3)
    written = json.loads(json.dumps(content_of(rules)))

    assert parse_rule_set(RULES, written, 3) == rules


def test_the_content_of_a_rule_set_names_every_rule() -> None:
    content = content_of(parse_rule_set(RULES, {}, 1))

    assert list(content["rules"]) == names


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["rules", "hold_at", "options", "limit", "words", *names]),
                inner,
                max_size=4,
            )
        ),
    )
)
def test_no_content_fails_otherwise_than_by_saying_so(content: Any) -> None:
    given_content = content if isinstance(content, dict) else {"rules": content}

    with suppress(RuleSetError):
        parse_rule_set(RULES, given_content, 1)
