"""Explanations: what the rules saw, and what would have changed the verdict."""

from typing import Any

import pytest
from hypothesis import given

from service.domain.comment import Author
from service.domain.finding import Finding, Outcome, Verdict
from service.rules.builtin import RULES
from service.rules.contract import Opinion, Stance
from service.rules.engine import judge, view
from service.rules.explanation import Explanation, alternatives, explain
from service.rules.rule_set import parse_rule_set
from service.rules.text.language import UNSURE, guess_language, scripts_of
from tests.rules.judging import DEFAULT, context, texts


def explained(text: str, **known: Any) -> Explanation:
    subject = view(Author("Jan"), text)
    return explain(DEFAULT, subject, judge(DEFAULT, subject, context(**known)))


def scored(rule: str, weight: float) -> Finding:
    return Finding(rule, 1, Outcome.SCORE, weight=weight)


def without(findings: list[Finding], **content: Any) -> list[tuple[tuple[str, ...], Verdict]]:
    rules = parse_rule_set(RULES, content, 1)
    return [(each.without, each.verdict) for each in alternatives(rules, findings)]


def test_every_enabled_rule_either_found_something_or_was_quiet() -> None:
    told = explained("http://a.nl http://b.nl http://c.nl")

    spoke = {finding.rule for finding in told.findings}
    assert "many_links" in spoke
    assert spoke.isdisjoint(told.quiet)
    enabled = {entry.rule.name for entry in DEFAULT.entries if entry.enabled}
    assert spoke | set(told.quiet) == enabled


def test_what_the_rules_saw_is_told() -> None:
    told = explained("Dit is ÉÉN van de links: https://www.kanaal.nl/x en Привет")

    assert told.sight.folded.startswith("dit is een van")
    assert told.sight.words[:4] == ("dit", "is", "een", "van")
    assert [link.host for link in told.sight.links] == ["kanaal.nl"]
    assert told.sight.scripts == ("Latin", "Cyrillic")
    assert told.sight.language == "nl"


def test_the_models_opinion_is_told() -> None:
    opinion = Opinion(Stance.SUSPECT, 0.9, 200)

    assert explained("Hallo", opinion=opinion).opinion == opinion


def test_the_one_finding_that_decides_is_named() -> None:
    found = [scored("many_links", 3.0), scored("phone_number", 1.0)]

    assert without(found) == [(("many_links",), Verdict.PUBLISH)]


def test_where_no_single_finding_decides_the_fewest_that_do_are_named() -> None:
    found = [
        Finding("word_list", 1, Outcome.HOLD),
        scored("many_links", 3.0),
        scored("phone_number", 1.0),
    ]

    assert without(found) == [(("word_list", "many_links"), Verdict.PUBLISH)]


def test_trust_is_what_decides_when_it_publishes() -> None:
    found = [
        Finding("first_time_author", 1, Outcome.HOLD),
        Finding("trusted_author", 1, Outcome.PUBLISH),
    ]

    assert without(found) == [(("trusted_author",), Verdict.HOLD)]


def test_what_publishes_for_want_of_findings_has_no_alternative() -> None:
    assert without([]) == []
    assert without([Finding("word_list", 1, Outcome.HOLD, shadow=True)]) == []


@given(texts)
def test_an_alternative_is_never_the_verdict_itself(text: str) -> None:
    told = explained(text)

    assert all(other.verdict is not told.verdict for other in told.alternatives)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("dit is een heel mooi verhaal", "nl"),
        ("this is a very nice story", "en"),
        ("de the", UNSURE),
        ("", UNSURE),
        ("zzz", UNSURE),
    ],
)
def test_the_language_is_guessed_by_small_words(text: str, language: str) -> None:
    assert guess_language(text.split()) == language


def test_scripts_are_named_the_most_used_first() -> None:
    assert scripts_of("abc где 12 δ") == ("Cyrillic", "Latin", "Greek")
