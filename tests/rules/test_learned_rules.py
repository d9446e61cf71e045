"""The learned rules: the model may hold, and publish where a site says so; it never rejects."""

from collections.abc import Sequence
from typing import Any

import pytest

from service.domain.finding import Outcome, Verdict
from service.domain.site import Moderation
from service.rules.builtin import RULES
from service.rules.contract import Context, KeptOut, Opinion, Stance, Telling
from service.rules.engine import Judgement, judge, view
from service.rules.rule_set import Entry, RuleSet, parse_rule_set
from service.rules.text import Views
from tests.rules.judging import Author, context, found, judged, made_rule

SUSPECT = Opinion(Stance.SUSPECT, 0.931, 120, (Telling(4, 9, 1.25),))
FINE = Opinion(Stance.FINE, 0.004, 900)
UNSURE = Opinion(Stance.UNSURE, 0.4, 900)
PUBLISHING = parse_rule_set(RULES, {"rules": {"learned_fine": {"enabled": True}}}, 1)


class FakeAdviser:
    """Says what it was made to say, and remembers what it was told."""

    def __init__(self, opinion: Opinion = SUSPECT) -> None:
        self._opinion = opinion
        self.told: list[Sequence[str]] = []

    def opinion(self, views: Views, facts: Sequence[str]) -> Opinion:
        assert views.text.plain
        self.told.append(facts)
        return self._opinion


class LostAdviser:
    def opinion(self, views: Views, facts: Sequence[str]) -> Opinion:
        raise LookupError("nothing learned can be read")


def advised(adviser: Any, *entries: Entry, rules: RuleSet | None = None, **known: Any) -> Judgement:
    rule_set = rules or (RuleSet(1, entries) if entries else parse_rule_set(RULES, {}, 1))
    return judge(rule_set, view(Author("Jan"), "Een mooie tekst"), context(**known), adviser)


def test_a_suspect_text_is_held_with_the_words_that_counted() -> None:
    judgement = judged("Een mooie tekst", opinion=SUSPECT)

    finding = found(judgement, "learned_suspect")
    assert judgement.verdict is Verdict.HOLD
    assert finding is not None
    assert finding.params == {"percent": 93, "decisions": 120}
    assert [match.text for match in finding.matches] == ["mooie"]


def test_the_model_alone_never_rejects() -> None:
    strict = parse_rule_set(RULES, {"hold_at": 0.1, "reject_at": 0.1}, 1)

    assert judged(rules=strict, opinion=SUSPECT).verdict is Verdict.HOLD


@pytest.mark.parametrize("opinion", [None, UNSURE, FINE])
def test_without_suspicion_nothing_is_held(opinion: Opinion | None) -> None:
    assert judged(opinion=opinion).findings == ()


def test_a_trusted_author_with_a_suspect_text_waits() -> None:
    assert judged(proven=True, approved=9, opinion=SUSPECT).verdict is Verdict.HOLD


def test_what_is_provenly_fine_is_published_where_the_site_says_so() -> None:
    judgement = judged(rules=PUBLISHING, moderation=Moderation.HOLD_NEW, opinion=FINE)

    finding = found(judgement, "learned_fine")
    assert judgement.verdict is Verdict.PUBLISH
    assert finding is not None
    assert finding.outcome is Outcome.PUBLISH
    assert finding.params == {"percent": 100, "decisions": 900}


@pytest.mark.parametrize(
    ("known", "rules"),
    [
        ({"moderation": Moderation.HOLD_NEW, "opinion": FINE}, None),
        ({"moderation": Moderation.HOLD_NEW, "opinion": FINE, "audited": True}, PUBLISHING),
        ({"moderation": Moderation.HOLD_NEW, "opinion": UNSURE}, PUBLISHING),
        ({"moderation": Moderation.HOLD_NEW}, PUBLISHING),
        ({"moderation": Moderation.HOLD_ALL, "opinion": FINE}, PUBLISHING),
        ({"kept_out": KeptOut("b", "name", None), "opinion": FINE}, PUBLISHING),
        ({"repeats": 3, "opinion": FINE}, PUBLISHING),
    ],
    ids=["off", "audited", "unsure", "no model", "hold_all", "blocked", "repeated"],
)
def test_all_else_goes_to_a_person(known: dict[str, Any], rules: RuleSet | None) -> None:
    assert judged(rules=rules, **known).verdict is not Verdict.PUBLISH


def test_the_adviser_is_asked_once_and_told_what_the_rules_found() -> None:
    adviser = FakeAdviser()
    scored = Entry(made_rule("scored", Outcome.SCORE), None, 0.5)
    shadow = Entry(made_rule("shadow", Outcome.SCORE), None, 0.5, shadow=True)
    learned = [entry for entry in PUBLISHING.entries if entry.rule.name.startswith("learned")]

    judgement = advised(adviser, scored, shadow, *learned)

    assert adviser.told == [("scored",)]
    assert judgement.opinion == SUSPECT
    assert judgement.verdict is Verdict.HOLD


def test_a_replay_hears_the_opinion_of_then() -> None:
    adviser = FakeAdviser(SUSPECT)

    judgement = advised(adviser, opinion=UNSURE)

    assert adviser.told == []
    assert judgement.opinion == UNSURE
    assert judgement.verdict is Verdict.PUBLISH


def test_a_model_that_is_lost_holds_what_comes_in() -> None:
    judgement = advised(LostAdviser())

    finding = found(judgement, "learned_suspect")
    assert judgement.verdict is Verdict.HOLD
    assert finding is not None
    assert finding.failed
    assert judgement.opinion is not None
    assert advised(None, opinion=judgement.opinion).verdict is Verdict.HOLD


def test_a_context_keeps_the_opinion_for_a_replay() -> None:
    seen = context(opinion=SUSPECT, audited=True)

    assert Context.restore(seen.snapshot()) == seen


def test_a_context_from_before_there_was_a_model_has_no_opinion() -> None:
    old = {key: value for key, value in context().snapshot().items() if key != "audited"}

    assert Context.restore(old).opinion is None
