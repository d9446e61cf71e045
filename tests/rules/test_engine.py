"""The engine: every rule speaks, a broken one holds, and the same text gets the same verdict."""

import json
import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from service.domain.comment import Author
from service.domain.finding import Finding, Outcome, Verdict
from service.domain.site import Moderation
from service.rules.contract import Context, KeptOut
from service.rules.engine import Judgement, judge, view
from service.rules.rule_set import Entry, RuleSet
from tests.rules.judging import breaks, context, judged, made_rule, rule_set, texts

contexts = st.builds(
    Context,
    now=st.integers(0, 2**53),
    language=st.sampled_from(["nl", "en"]),
    moderation=st.sampled_from(Moderation),
    thread_closed=st.booleans(),
    proven=st.booleans(),
    approved=st.integers(0, 5),
    rejected=st.integers(0, 5),
    kept_out=st.none() | st.builds(KeptOut, st.just("b"), st.just("name"), st.none() | st.just(9)),
    repeats=st.integers(0, 5),
    trap=st.sampled_from(["", " ", "x"]),
    form_age_ms=st.none() | st.integers(0, 10_000),
    over_budget=st.sampled_from([(), ("thread",), ("thread", "site")]),
    own_hosts=st.sampled_from([(), ("blog.example",)]),
    is_edit=st.booleans(),
)
bodies = st.builds(
    "{0}{1}{0}".format,
    texts,
    st.sampled_from(["", " klootzak ", " http://a.nl www.b.nl c.com/x "]),
)


def set_of(*entries: Entry) -> RuleSet:
    return RuleSet(1, entries)


def judged_by(*entries: Entry) -> Judgement:
    return judge(set_of(*entries), view(Author(), "Hoi"), context())


def timeless(judgement: Judgement) -> tuple[object, ...]:
    findings = tuple(replace(finding, microseconds=0) for finding in judgement.findings)
    return judgement.verdict, judgement.score, findings


def test_a_rule_that_breaks_holds_the_comment() -> None:
    judgement = judged_by(Entry(made_rule(check=breaks, outcome=Outcome.PUBLISH), None, 0))

    assert judgement.verdict is Verdict.HOLD
    assert [(each.outcome, each.failed) for each in judgement.findings] == [(Outcome.HOLD, True)]


def test_trust_does_not_release_what_a_broken_rule_holds() -> None:
    broken = Entry(made_rule("broken", check=breaks, yields_to_trust=False), None, 0)

    judgement = judged_by(broken, Entry(made_rule(outcome=Outcome.PUBLISH), None, 0))

    assert judgement.verdict is Verdict.HOLD


def test_a_shadow_rule_leaves_a_finding_and_has_no_vote() -> None:
    judgement = judged_by(Entry(made_rule(), None, 0, shadow=True))

    assert judgement.verdict is Verdict.PUBLISH
    assert [each.shadow for each in judgement.findings] == [True]


def test_a_shadow_rule_that_breaks_has_no_vote_either() -> None:
    judgement = judged_by(Entry(made_rule(check=breaks), None, 0, shadow=True))

    assert judgement.verdict is Verdict.PUBLISH
    assert [(each.shadow, each.failed) for each in judgement.findings] == [(True, True)]


def test_a_rule_that_is_off_does_not_run() -> None:
    judgement = judged_by(Entry(made_rule(check=breaks), None, 0, enabled=False))

    assert judgement.findings == ()


def test_all_rules_speak_even_when_the_first_refuses() -> None:
    gate = Entry(made_rule("gate", Outcome.REFUSE), None, 0)

    judgement = judged_by(gate, Entry(made_rule(), None, 0))

    assert [each.rule for each in judgement.findings] == ["gate", "made"]


def test_the_first_gate_that_votes_tells_the_visitor_why() -> None:
    judgement = judged(" ", thread_closed=True, trap="x")

    assert judgement.refusal is not None
    assert judgement.refusal.code == "thread_closed"


def test_a_gate_in_shadow_refuses_nothing() -> None:
    judgement = judged_by(Entry(made_rule(outcome=Outcome.REFUSE), None, 0, shadow=True))

    assert judgement.verdict is Verdict.PUBLISH
    assert judgement.refusal is None


def test_a_finding_says_which_rule_and_version_it_is_of_and_how_long_it_took() -> None:
    judgement = judged_by(Entry(made_rule("scored", Outcome.SCORE, version=7), None, 2.5))

    assert judgement.score == 2.5
    assert replace(judgement.findings[0], microseconds=0) == Finding(
        "scored", 7, Outcome.SCORE, weight=2.5
    )
    assert judgement.findings[0].microseconds >= 0


@given(bodies, contexts)
def test_the_same_text_in_the_same_context_gets_the_same_judgement(
    text: str, seen: Context
) -> None:
    rules = rule_set()
    author = Author("Jan", "jan@blog.example", "https://jan.example")

    first, second = (timeless(judge(rules, view(author, text), seen)) for _ in range(2))

    assert first == second


@given(bodies, contexts)
def test_no_rule_breaks_and_every_match_is_what_was_typed(text: str, seen: Context) -> None:
    author = Author(text[:20], text[:10], f"https://{text[:9]}")
    subject = view(author, text)

    judgement = judge(rule_set(word_list={"words": ["ss", "a"]}), subject, seen)

    assert not [each for each in judgement.findings if each.failed]
    for match in (match for each in judgement.findings for match in each.matches):
        typed = subject.views.field(match.field).plain
        assert match.text == typed[match.start : match.end]


@given(bodies, contexts, st.integers())
def test_the_order_of_the_rules_changes_neither_verdict_nor_score(
    text: str, seen: Context, seed: int
) -> None:
    rules = rule_set()
    entries = list(rules.entries)
    random.Random(seed).shuffle(entries)

    usual = judge(rules, view(Author("Jan"), text), seen)
    shuffled = judge(replace(rules, entries=tuple(entries)), view(Author("Jan"), text), seen)

    assert (shuffled.verdict, shuffled.score) == (usual.verdict, usual.score)


@given(bodies, contexts, st.data())
def test_a_rule_in_shadow_votes_as_if_it_were_off(
    text: str, seen: Context, data: st.DataObject
) -> None:
    rules = rule_set()
    place = data.draw(st.integers(0, len(rules.entries) - 1))
    entry = rules.entries[place]

    def with_entry(changed: Entry) -> Judgement:
        entries = (*rules.entries[:place], changed, *rules.entries[place + 1 :])
        return judge(replace(rules, entries=entries), view(Author("Jan"), text), seen)

    shadow, off = with_entry(replace(entry, shadow=True)), with_entry(replace(entry, enabled=False))

    assert (shadow.verdict, shadow.score) == (off.verdict, off.score)


@given(contexts)
def test_a_context_comes_back_from_its_snapshot_as_it_was(seen: Context) -> None:
    kept = json.loads(json.dumps(seen.snapshot()))

    assert Context.restore(kept) == seen


def test_a_snapshot_of_an_earlier_version_is_read_with_the_defaults() -> None:
    kept = {"now": 1, "language": "nl", "moderation": "hold_new", "forgotten": True}

    assert Context.restore(kept) == Context(1, "nl", Moderation.HOLD_NEW)
