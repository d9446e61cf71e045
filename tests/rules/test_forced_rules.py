"""The rules that settle a verdict whatever the score: blocked, held, trusted."""

from typing import Any

import pytest

from service.domain.comment import Author
from service.domain.finding import Verdict
from service.domain.site import Moderation
from service.rules.contract import KeptOut
from service.rules.rule_set import RuleSetError
from tests.rules.judging import found, judged, rule_set

KNOWN = {"proven": True, "approved": 2, "rejected": 0}
ONE_LINK = "Zie http://ander.example/x voor meer."
TWO_LINKS = f"{ONE_LINK} En http://nog.example/y ook."


@pytest.mark.parametrize(
    ("until", "params"),
    [
        (None, {"variant": "for_ever", "block": "b1", "kind": "identity"}),
        (5, {"variant": "until", "block": "b1", "kind": "identity", "until": 5}),
    ],
)
def test_a_blocked_visitor_is_rejected_even_when_trusted_with_the_block_as_evidence(
    until: int | None, params: dict[str, object]
) -> None:
    judgement = judged(kept_out=KeptOut("b1", "identity", until), **KNOWN)

    finding = found(judgement, "blocked_author")
    assert judgement.verdict is Verdict.REJECT
    assert finding is not None
    assert finding.params == params


def test_a_block_marks_the_name_that_the_rule_set_blocks_too() -> None:
    rules = rule_set(blocked_author={"names": ["Piet"]})

    judgement = judged(author=Author("Piet"), rules=rules, kept_out=KeptOut("b", "network", None))

    finding = found(judgement, "blocked_author")
    assert finding is not None
    assert (finding.params["block"], [match.text for match in finding.matches]) == ("b", ["Piet"])


@pytest.mark.parametrize("name", ["Piet Pék", "PIET  PEK", " piet\u200b pek "])
def test_a_blocked_name_is_rejected_however_it_is_typed(name: str) -> None:
    rules = rule_set(blocked_author={"names": ["Piet Pek"]})

    judgement = judged(author=Author(name), rules=rules)

    finding = found(judgement, "blocked_author")
    assert judgement.verdict is Verdict.REJECT
    assert finding is not None
    assert [match.text for match in finding.matches] == [name]


def test_a_blocked_address_is_rejected() -> None:
    rules = rule_set(blocked_author={"emails": ["Piet@Pek.example"]})

    assert judged(author=Author("P", "piet@pek.EXAMPLE"), rules=rules).verdict is Verdict.REJECT


def test_a_blocked_network_is_rejected() -> None:
    rules = rule_set(blocked_author={"networks": ["a" * 32]})

    assert judged(network="a" * 32, rules=rules).verdict is Verdict.REJECT
    assert judged(network="b" * 32, rules=rules).verdict is Verdict.PUBLISH
    assert judged(rules=rules).verdict is Verdict.PUBLISH


def test_what_is_no_network_cannot_be_blocked() -> None:
    with pytest.raises(RuleSetError, match="no network"):
        rule_set(blocked_author={"networks": ["192.0.2.0/24"]})


def test_a_name_that_contains_a_blocked_one_is_not_blocked() -> None:
    rules = rule_set(blocked_author={"names": ["Piet"]})

    assert judged(author=Author("Pieter"), rules=rules).verdict is Verdict.PUBLISH


def test_a_site_that_holds_everything_holds_trusted_authors_too() -> None:
    judgement = judged(moderation=Moderation.HOLD_ALL, **KNOWN)

    assert judgement.verdict is Verdict.HOLD
    assert found(judgement, "hold_everything") is not None


@pytest.mark.parametrize("budget", [("thread",), ("site",), ("thread", "site")])
def test_a_comment_over_budget_is_held(budget: tuple[str, ...]) -> None:
    judgement = judged(over_budget=budget, **KNOWN)

    assert judgement.verdict is Verdict.HOLD


def test_a_form_sent_too_soon_is_held() -> None:
    judgement = judged(form_age_ms=1_940)

    finding = found(judgement, "fast_form")
    assert judgement.verdict is Verdict.HOLD
    assert finding is not None
    assert finding.params == {"seconds": 1.9, "limit": 2}


@pytest.mark.parametrize("age", [None, 2_000, 60_000])
def test_a_form_of_unknown_or_human_age_is_fine(age: int | None) -> None:
    assert judged(form_age_ms=age).verdict is Verdict.PUBLISH


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"proven": True},
        {"proven": True, "approved": 1},
        {"proven": True, "approved": 2, "rejected": 2},
        {"proven": False, "approved": 9},
    ],
)
def test_an_author_whom_nobody_vouched_for_waits_where_new_authors_wait(
    record: dict[str, int],
) -> None:
    assert judged(moderation=Moderation.HOLD_NEW, **record).verdict is Verdict.HOLD


def test_an_author_whom_people_vouched_for_is_published() -> None:
    judgement = judged(ONE_LINK, moderation=Moderation.HOLD_NEW, **KNOWN)

    assert judgement.verdict is Verdict.PUBLISH
    assert found(judgement, "trusted_author") is not None
    assert found(judgement, "first_time_author") is None


def test_trust_does_not_carry_more_than_one_link() -> None:
    judgement = judged(TWO_LINKS, moderation=Moderation.HOLD_NEW, **KNOWN)

    finding = found(judgement, "first_time_author")
    assert judgement.verdict is Verdict.HOLD
    assert finding is not None
    assert finding.params == {"approved": 2, "rejected": 0, "links": 2}


def test_links_to_the_site_itself_cost_no_trust() -> None:
    judgement = judged(
        TWO_LINKS,
        moderation=Moderation.HOLD_NEW,
        own_hosts=("ander.example", "www.nog.example"),
        **KNOWN,
    )

    assert judgement.verdict is Verdict.PUBLISH


def test_trust_beats_a_stricter_rule_for_new_authors() -> None:
    rules = rule_set(first_time_author={"approvals": 5})

    judgement = judged(moderation=Moderation.HOLD_NEW, rules=rules, **KNOWN)

    assert found(judgement, "first_time_author") is not None
    assert judgement.verdict is Verdict.PUBLISH


def test_new_authors_do_not_wait_where_only_suspect_texts_do() -> None:
    assert judged(moderation=Moderation.HOLD_SUSPECT).verdict is Verdict.PUBLISH


@pytest.mark.parametrize(
    "text",
    ["http://kwaad.example", "www.KWAAD.example/x", "[x](https://kwaad.example)"],
)
def test_a_link_to_a_blocked_host_is_held(text: str) -> None:
    judgement = judged(text, rules=rule_set(blocked_host={"hosts": ["kwaad.example"]}))

    finding = found(judgement, "blocked_host")
    assert judgement.verdict is Verdict.HOLD
    assert finding is not None
    assert finding.params == {"host": "kwaad.example", "count": 1}


@pytest.mark.parametrize("host", ["kwaad.example", "a.kwaad.example", "a.b.kwaad.example"])
def test_a_wildcard_means_the_host_and_all_under_it(host: str) -> None:
    rules = rule_set(blocked_host={"hosts": ["*.kwaad.example"]})

    assert judged(f"http://{host}/", rules=rules).verdict is Verdict.HOLD


@pytest.mark.parametrize("host", ["onkwaad.example", "kwaad.example.org", "example"])
def test_other_hosts_are_not_meant(host: str) -> None:
    rules = rule_set(blocked_host={"hosts": ["*.kwaad.example", "los.example"]})

    assert judged(f"http://{host}/", rules=rules).verdict is Verdict.PUBLISH


def test_the_website_of_an_author_is_looked_at_too() -> None:
    rules = rule_set(blocked_host={"hosts": ["kwaad.example"]})

    judgement = judged(author=Author("J", None, "https://kwaad.example/me"), rules=rules)

    finding = found(judgement, "blocked_host")
    assert finding is not None
    assert [(match.field, match.text) for match in finding.matches] == [
        ("website", "https://kwaad.example/me")
    ]


def patterned(text: str, *patterns: str, **options: Any) -> list[str]:
    rules = rule_set(own_patterns={"patterns": list(patterns), **options})
    finding = found(judged(text, rules=rules), "own_patterns")
    return [] if finding is None else [match.text for match in finding.matches]


def test_a_pattern_of_the_owners_own_holds_and_shows_what_it_matched() -> None:
    assert patterned("Ruim je ÉIGEN kip-2 op", r"kip-\d", "éigen") == ["kip-2", "ÉIGEN"]


def test_a_pattern_looks_only_where_it_is_told_to() -> None:
    rules = rule_set(own_patterns={"patterns": ["jan"], "fields": ["name"]})

    finding = found(judged("niets", author=Author("Jan"), rules=rules), "own_patterns")

    assert finding is not None
    assert [match.field for match in finding.matches] == ["name"]


def test_no_pattern_finds_nothing() -> None:
    assert patterned("Hallo") == []
    assert patterned("Hallo", "kip") == []


def test_matches_of_patterns_are_bounded() -> None:
    assert len(patterned("a" * 10_000, "a", "aa")) == 20


@pytest.mark.parametrize(
    ("pattern", "mend"),
    [
        ("(", "missing"),
        (r"(a)\1", "escape"),
        ("(?=a)", "perl"),
        ("a{900}{900}", "repetition|large"),
        ("x*", "empty text"),
        ("a" * 501, "longer than 500"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_with_its_reason(pattern: str, mend: str) -> None:
    with pytest.raises(RuleSetError, match=f"(?i)own_patterns.options: .*({mend})"):
        rule_set(own_patterns={"patterns": [pattern]})


def test_too_many_patterns_are_refused() -> None:
    with pytest.raises(RuleSetError, match="at most 200"):
        rule_set(own_patterns={"patterns": [f"a{n}" for n in range(201)]})


def test_no_pattern_can_make_a_judgement_slow() -> None:
    assert patterned("a" * 10_000 + "b", "(a+)+$", "(a|a)*c", "(.*)*x") == []
