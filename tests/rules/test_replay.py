"""Replays: exact, the same in every order, and counted against what people decided."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from service.domain.comment import Author
from service.domain.judged_text import JudgedText
from service.domain.site import Moderation
from service.rules.builtin import RULES
from service.rules.contract import Context, KeptOut, Opinion, Stance
from service.rules.engine import judge, view
from service.rules.replay import SAMPLES, Tally, tally_replay, tally_shadow
from service.rules.rule_set import RuleSet, content_of, parse_rule_set
from tests.rules.judging import DEFAULT, context, texts

opinions = st.builds(Opinion, st.sampled_from(Stance), st.floats(0, 1), st.integers(0, 3000))
contexts = st.builds(
    context,
    language=st.sampled_from(["nl", "en"]),
    moderation=st.sampled_from(Moderation),
    thread_closed=st.booleans(),
    proven=st.booleans(),
    approved=st.integers(0, 5),
    rejected=st.integers(0, 3),
    kept_out=st.none() | st.builds(KeptOut, st.just("b"), st.just("name"), st.none() | st.just(9)),
    repeats=st.integers(0, 5),
    trap=st.sampled_from(["", "x"]),
    form_age_ms=st.none() | st.integers(0, 10_000),
    over_budget=st.sampled_from([(), ("thread",), ("thread", "site")]),
    own_hosts=st.sampled_from([(), ("blog.example",)]),
    is_edit=st.booleans(),
    audited=st.booleans(),
    opinion=st.none() | opinions,
)
sentences = texts | st.sampled_from(
    ["Check out my channel http://a.com http://b.com http://c.com", "Bel 0612345678", "foei"]
)
rule_sets = st.builds(
    lambda hold, reject, off: parse_rule_set(
        RULES,
        {
            "hold_at": hold,
            **({"reject_at": hold + 3} if reject else {}),
            "rules": {name: {"enabled": False} for name in off},
        },
        7,
    ),
    st.floats(0, 8),
    st.booleans(),
    st.sets(st.sampled_from([rule.name for rule in RULES]), max_size=5),
)


def came_in(
    text: str,
    rules: RuleSet = DEFAULT,
    seen: Context | None = None,
    *,
    comment: str = "a",
    is_bad: bool | None = None,
) -> JudgedText:
    """A text as it was judged when it came in, with its context as it is kept: as JSON."""
    judgement = judge(rules, view(Author("Jan"), text), seen or context())
    kept = replace(seen or context(), opinion=judgement.opinion).snapshot()
    return JudgedText(
        place=(1, 1),
        comment=comment,
        author=Author("Jan"),
        text=text,
        rule_set=rules.version,
        verdict=judgement.verdict.value,
        context=json.loads(json.dumps(kept)),
        is_bad=is_bad,
    )


@given(st.lists(st.tuples(sentences, contexts), max_size=5), rule_sets)
def test_a_replay_of_the_set_that_judged_changes_nothing(
    history: list[tuple[str, Context]], rules: RuleSet
) -> None:
    judged = [came_in(text, rules, seen) for text, seen in history]
    as_kept = parse_rule_set(RULES, json.loads(json.dumps(content_of(rules))), 7)

    tally = tally_replay(as_kept, judged)

    assert tally.summary()["unchanged"] == tally.texts == len(history)
    assert tally.samples == {}


@given(st.lists(st.tuples(sentences, contexts, st.none() | st.booleans()), max_size=8), st.data())
def test_tallies_of_parts_add_up_to_the_whole_in_any_order(
    history: list[tuple[str, Context, bool | None]], data: st.DataObject
) -> None:
    judged = [
        came_in(text, DEFAULT, seen, comment=str(n), is_bad=is_bad)
        for n, (text, seen, is_bad) in enumerate(history)
    ]
    stricter = parse_rule_set(RULES, {"hold_at": 0}, 1)
    whole = tally_replay(stricter, judged)
    cut = data.draw(st.integers(0, len(judged)))
    parts = [tally_replay(stricter, part) for part in (judged[cut:], judged[:cut])]

    added = Tally()
    for part in parts:
        added.add(Tally.restore(json.loads(json.dumps(part.snapshot()))))

    assert added == whole


def test_a_stricter_set_tells_what_it_would_hold_and_whether_people_agreed() -> None:
    rules = parse_rule_set(RULES, {"rules": {"word_list": {"options": {"words": ["kip"]}}}}, 1)
    judged = [
        came_in("Ook kip", comment="a", is_bad=True),
        came_in("Kip!", comment="b", is_bad=False),
        came_in("Vis", comment="c", is_bad=False),
        came_in("Kip?", comment="d"),
    ]

    tally = tally_replay(rules, judged)

    assert tally.summary() == {
        "unchanged": 1,
        "newly_held": 3,
        "newly_freed": 0,
        "newly_stopped": 0,
        "eased": 0,
    }
    assert tally.then == {"bad_published": 1, "good_published": 2}
    assert tally.now == {"bad_stopped": 1, "good_stopped": 1, "good_published": 1}
    assert tally.rules["word_list"] == {"texts": 3, "bad": 1, "good": 1, "undecided": 1}
    twice = Tally()
    for _ in range(2):
        twice.add(tally)
    assert twice.rules["word_list"]["texts"] == 6
    [first, *_] = tally.samples["publish>hold"]
    assert (first["comment"], first["people"]) == ("a", "bad")
    assert first["findings"][0]["matches"] == [["text", 4, 7, "kip"]]


def test_every_change_has_its_kind() -> None:
    tally = Tally()
    changes = ["hold>publish", "publish>reject", "reject>hold", "reject>refuse", "publish>hold"]
    tally.changes.update(changes)

    assert tally.summary() == {
        "unchanged": 1,
        "newly_held": 1,
        "newly_freed": 1,
        "newly_stopped": 1,
        "eased": 1,
    }


def test_few_samples_of_each_change_are_kept() -> None:
    rules = parse_rule_set(RULES, {"rules": {"word_list": {"options": {"words": ["kip"]}}}}, 1)

    tally = tally_replay(rules, [came_in("Kip", comment=f"{n:03}") for n in range(SAMPLES + 5)])

    assert [sample["comment"] for sample in tally.samples["publish>hold"]] == [
        f"{n:03}" for n in range(SAMPLES)
    ]


def test_a_shadow_counts_where_its_version_spoke() -> None:
    said: dict[str, Any] = {
        "rule_set": 2,
        "verdict": "hold",
        "score": 3.0,
        "findings": [{"rule": "many_links"}],
    }
    text = came_in("Hallo", is_bad=False)

    tally = tally_shadow(
        [text, replace(text, shadow=said), replace(text, shadow={**said, "rule_set": 1})], 2
    )

    assert tally.changes == {"publish>hold": 1}
    assert tally.rules["many_links"]["good"] == 1
