"""The learned model: taught by decisions alone, the same from the same, honest about its doubts."""

import random
from array import array
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.comment import Author
from service.domain.lesson import Lesson
from service.rules.contract import Stance
from service.rules.learning import (
    DamagedState,
    LearnedModel,
    features_of,
    learn,
    restore_model,
    state,
    state_of,
)
from service.rules.learning.calibration import Calibration, calibrate, is_proven
from service.rules.learning.features import prior_of, words_in
from service.rules.learning.logistic import BUCKETS, Example, emphasis_of, fit, margin_of
from service.rules.learning.model import LESSONS_MAX
from service.rules.text import Views
from tests.rules.judging import texts

GOOD = ("Mooi verhaal over de fiets", "Wat een goede vraag", "Dank voor de uitleg over de molen")
BAD = ("Kijk op mijn kanaal", "Verdien snel geld op mijn site", "Abonneer op mijn kanaal nu")


def lessons(count: int, *, bad_share: float = 0.5, seed: int = 1) -> list[Lesson]:
    drawn = random.Random(seed)
    made = []
    for number in range(count):
        is_bad = drawn.random() < bad_share
        said = drawn.choice(BAD if is_bad else GOOD)
        facts = ("many_links",) if is_bad and number % 2 else ()
        made.append(Lesson(f"{said} {drawn.randrange(50)}", facts, is_bad))
    return made


def learned(taught: list[Lesson]) -> LearnedModel:
    model = learn(taught)
    assert model is not None
    return model


def views(text: str) -> Views:
    return Views(Author(), text)


TAUGHT = learned(lessons(400))


def test_a_text_like_the_rejected_ones_is_suspect_and_the_words_that_counted_are_shown() -> None:
    text = "Kom nu kijken op mijn KANAAL"

    opinion = TAUGHT.opinion(views(text), ())

    assert opinion.stance is Stance.SUSPECT
    assert opinion.probability > 0.8
    assert opinion.decisions == 400
    assert "KANAAL" in [text[word.start : word.end] for word in opinion.telling]
    assert all(word.weight > 0 for word in opinion.telling)


def test_a_text_like_the_approved_ones_is_fine_once_that_is_proven() -> None:
    opinion = TAUGHT.opinion(views("Mooi verhaal over de molen, mooi!"), ())

    assert opinion.stance is Stance.FINE
    assert opinion.probability < 0.2
    assert all(word.weight < 0 for word in opinion.telling)


def test_too_few_decisions_prove_nothing_fine() -> None:
    few = learned(lessons(100))

    opinion = few.opinion(views("Mooi verhaal over de molen"), ())

    assert opinion.stance is Stance.UNSURE
    assert opinion.telling == ()


def test_a_text_of_words_that_nobody_judged_is_left_to_people() -> None:
    assert TAUGHT.opinion(views("Zzyzx"), ()).stance is Stance.UNSURE


def test_a_word_tied_to_another_one_is_not_shown_on_its_own() -> None:
    opinion = TAUGHT.opinion(views("Kijk op mijn kanaal: 't kanaal's geld"), ())

    assert opinion.stance is Stance.SUSPECT
    assert len({word.start for word in opinion.telling}) == len(opinion.telling)


@pytest.mark.parametrize(
    "taught",
    [lessons(39), lessons(400, bad_share=0), lessons(400, bad_share=1), []],
    ids=["too few", "no bad", "no good", "none"],
)
def test_few_or_one_sided_decisions_teach_nothing(taught: list[Lesson]) -> None:
    assert learn(taught) is None


def test_the_same_decisions_give_the_same_model_to_the_bit() -> None:
    assert state_of(learned(lessons(200))) == state_of(learned(lessons(200)))


def test_a_decision_taken_back_leaves_no_trace() -> None:
    taught = lessons(200)
    undone = [*taught, Lesson("Spijt van dit besluit", (), is_bad=True)]

    assert state_of(learned(undone)) != state_of(learned(taught))
    assert state_of(learned(undone[:-1])) == state_of(learned(taught))


def test_only_the_newest_decisions_count() -> None:
    old = [Lesson("Oud nieuws", (), is_bad=True)] * 5
    taught = lessons(LESSONS_MAX, seed=3)

    assert state_of(learned([*old, *taught])) == state_of(learned(taught))


def test_a_model_comes_back_from_its_state_as_it_was() -> None:
    restored = restore_model(state_of(TAUGHT))

    assert restored == TAUGHT


def test_any_damage_to_a_state_is_found() -> None:
    kept = state_of(TAUGHT)

    for place in (0, 40, len(kept) - 1):
        damaged = bytearray(kept)
        damaged[place] ^= 1
        with pytest.raises(DamagedState):
            restore_model(bytes(damaged))
    with pytest.raises(DamagedState):
        restore_model(b"")


def test_a_state_of_other_features_is_learned_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = state_of(TAUGHT)
    monkeypatch.setattr(state, "FEATURES_VERSION", state.FEATURES_VERSION + 1)

    with pytest.raises(DamagedState, match="another version"):
        restore_model(kept)


@given(texts, st.lists(st.sampled_from(["many_links", "repeated_text"]), max_size=2))
def test_every_text_has_features_and_an_opinion(text: str, facts: list[str]) -> None:
    field = views(text).text
    found = features_of(field, facts, words_in(field))

    assert all(0 <= bucket < BUCKETS for bucket, _ in found)
    assert len({bucket for bucket, _ in found}) == len(found)
    assert 0 <= TAUGHT.opinion(views(text), facts).probability <= 1


def test_the_words_of_an_opinion_stand_where_it_says(  # offsets in the text as typed
) -> None:
    text = "\u200bKíjk op mijn ﬁets-kanaal"

    opinion = TAUGHT.opinion(views(text), ("many_links",))

    assert opinion.telling
    assert all(text[word.start : word.end].strip() for word in opinion.telling)


def test_a_fit_tells_apart_what_can_be_told_apart() -> None:
    examples = [Example([(1, 1.0), (5, 0.3)], is_bad=True), Example([(2, 1.0)], is_bad=False)] * 20

    weights = fit(examples, 10.0)

    assert margin_of(weights, [(1, 1.0)]) > 1
    assert margin_of(weights, [(2, 1.0)]) < -1
    assert margin_of(weights, [(3, 1.0)]) == 0


def test_a_fit_to_contradictions_stays_in_the_middle() -> None:
    examples = [Example([(1, 1.0)], is_bad=True), Example([(1, 1.0)], is_bad=False)] * 20

    assert abs(margin_of(fit(examples, 10.0), [(1, 1.0)])) < 0.1


def test_what_rules_found_counts_before_anything_is_learned() -> None:
    assert prior_of(()) == 0
    assert prior_of(("unknown",)) == 0
    assert prior_of(("call_to_action 1",)) < prior_of(("call_to_action 3",))
    assert prior_of(("many_links",)) == prior_of(("call_to_action 3",)) > 0
    assert prior_of(("many_links", "repeated_text", "phone_number")) == prior_of(
        ("many_links",) * 9
    )


def test_a_fit_learns_what_the_priors_leave() -> None:
    known = [Example([(1, 1.0)], is_bad=True, prior=3.0), Example([(2, 1.0)], is_bad=False)] * 20
    unknown = [replace(example, prior=0.0) for example in known]

    assert 0 < fit(known, 10.0)[1] < fit(unknown, 10.0)[1]
    assert fit(known, 10.0)[2] == pytest.approx(fit(unknown, 10.0)[2], abs=0.1)


def test_a_stronger_call_makes_a_text_more_suspect() -> None:
    weak, strong = (
        TAUGHT.opinion(views("Zzyzx"), (f"call_to_action {strength}",)) for strength in (1, 3)
    )

    assert weak.probability < strong.probability


def test_a_word_that_many_bad_texts_share_weighs_more_than_one_of_them_alone() -> None:
    shared, alone, even = 1, 2, 3
    bad = [Example([(shared, 1.0)], is_bad=True, words=[shared, even])] * 9
    once = Example([(alone, 1.0)], is_bad=True, words=[alone, even])
    good = [Example([(even, 1.0)], is_bad=False, words=[even])] * 10

    emphasis = emphasis_of([*bad, once, *good])

    assert emphasis[shared] > 1 > emphasis[alone] > emphasis[even] == 0.5


def test_words_that_tell_nothing_apart_leave_a_fit_in_the_middle() -> None:
    examples = [Example([(1, 1.0)], is_bad, words=[1]) for is_bad in (True, False)] * 20

    assert abs(margin_of(fit(examples, 10.0), [(1, 1.0)])) < 0.1


def test_it_counts_how_a_text_begins_and_ends() -> None:
    one, other = (views(text).text for text in ("kijk hier nu", "nu hier kijk"))

    (singles, pairs), (other_singles, other_pairs) = words_in(one), words_in(other)

    assert sorted(singles) == sorted(other_singles)
    assert len(pairs) == len(singles) + 1
    assert not set(pairs) & set(other_pairs)
    assert words_in(views("").text) == ([], [])


def test_a_fit_to_nothing_weighs_nothing() -> None:
    assert not any(fit([], 1.0))


@pytest.mark.parametrize(
    ("errors", "decided", "proven"),
    [(0, 160, False), (0, 161, True), (1, 298, False), (1, 299, True), (5, 300, False)],
)
def test_one_percent_is_proven_by_as_many_as_clopper_and_pearson_ask(
    errors: int, decided: int, proven: bool
) -> None:
    assert is_proven(errors, decided) is proven


def test_margins_that_tell_all_apart_are_trusted_on_both_sides() -> None:
    margins = [(-1.0 - number / 1000, False) for number in range(200)]
    margins += [(1.0 + number / 1000, True) for number in range(200)]

    known = calibrate(margins)

    assert known.fine_below == pytest.approx(-1.0)
    assert known.bad_above == pytest.approx(1.0)
    assert known.suspect_above == 0.0
    assert known.probability(-1.1) < 0.05 < 0.95 < known.probability(1.1)


@pytest.mark.parametrize(
    ("errors", "good", "trusted"),
    [(1, 297, False), (1, 298, True), (5, 994, False), (5, 995, True)],
)
def test_few_errors_are_forgiven_where_they_are_proven_and_half_of_what_is_allowed(
    errors: int, good: int, trusted: bool
) -> None:
    margins = [(-3.0, True)] * errors + [(-2.0 + number / 1000, False) for number in range(good)]

    known = calibrate([*margins, (3.0, True)])

    assert (known.fine_below == max(margin for margin, _ in margins)) is trusted


def test_margins_that_tell_nothing_apart_are_not_trusted() -> None:
    drawn = random.Random(2)
    margins = [(drawn.gauss(0, 1), drawn.random() < 0.5) for _ in range(400)]

    known = calibrate(margins)

    assert known.fine_below is None
    assert known.bad_above is None
    assert 0.3 < known.probability(0.0) < 0.7


def test_at_most_one_good_comment_in_a_hundred_looks_suspect() -> None:
    drawn = random.Random(4)
    margins = [(drawn.gauss(-0.5, 1), False) for _ in range(1000)]
    margins += [(drawn.gauss(2, 1), True) for _ in range(1000)]

    known = calibrate(margins)

    suspect = sum(margin > known.suspect_above for margin, is_bad in margins if not is_bad)
    assert suspect == 10


def test_extreme_margins_have_a_probability_too() -> None:
    known = Calibration(1.0, 0.0, 0.0, None, None)

    assert known.probability(-1e9) == pytest.approx(0)
    assert known.probability(1e9) == 1
    assert replace(known, slope=0.0).probability(5) == 0.5


def test_weights_are_kept_in_four_bytes_each() -> None:
    assert isinstance(TAUGHT.weights, array)
    assert TAUGHT.weights.itemsize * len(TAUGHT.weights) == 256 * 1024


def test_a_fit_that_cannot_settle_ends_all_the_same() -> None:
    examples = [Example([(1, 1.0)], is_bad=True), Example([(1, 1.0)], is_bad=False)] * 20

    weights = fit(examples, 1e9)

    assert all(weight == weight for weight in weights[:3])
