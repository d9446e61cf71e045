"""The learned model: taught by decisions alone, the same from the same, honest about its doubts."""

import random
from array import array

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
from service.rules.learning.features import Pieces, margin_of, prior_of, words_in
from service.rules.learning.logistic import BUCKETS
from service.rules.learning.logistic import margin_of as fitted_margin
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
PIECES = Pieces(TAUGHT.weights)


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


@given(texts, st.lists(st.sampled_from(["many_links", "repeated_text"]), max_size=2))
def test_the_quick_margin_is_that_of_the_features(text: str, facts: list[str]) -> None:
    field = views(text).text
    words = words_in(field)

    quick = margin_of(TAUGHT.weights, PIECES, field, facts, words)

    slow = prior_of(facts) + fitted_margin(TAUGHT.weights, features_of(field, facts, words))
    assert quick == pytest.approx(slow, abs=1e-6)


def test_a_flood_of_new_words_takes_no_memory() -> None:
    pieces = Pieces(TAUGHT.weights)
    said = pieces["fietsen"]

    for number in range(5_000):
        assert pieces[f"woord{number}"][1] >= 5
        assert len(pieces) < 2_100
    assert pieces["fietsen"] == said
    assert pieces["x" * 500]
    assert "x" * 500 not in pieces


def test_the_words_of_an_opinion_stand_where_it_says(  # offsets in the text as typed
) -> None:
    text = "\u200bKíjk op mijn ﬁets-kanaal"

    opinion = TAUGHT.opinion(views(text), ("many_links",))

    assert opinion.telling
    assert all(text[word.start : word.end].strip() for word in opinion.telling)


def test_what_rules_found_counts_before_anything_is_learned() -> None:
    assert prior_of(()) == 0
    assert prior_of(("unknown",)) == 0
    assert prior_of(("call_to_action 1",)) < prior_of(("call_to_action 3",))
    assert prior_of(("many_links",)) == prior_of(("call_to_action 3",)) > 0
    assert prior_of(("many_links", "repeated_text", "phone_number")) == prior_of(
        ("many_links",) * 9
    )


def test_a_stronger_call_makes_a_text_more_suspect() -> None:
    weak, strong = (
        TAUGHT.opinion(views("Zzyzx"), (f"call_to_action {strength}",)) for strength in (1, 3)
    )

    assert weak.probability < strong.probability


def test_it_counts_how_a_text_begins_and_ends() -> None:
    one, other = (views(text).text for text in ("kijk hier nu", "nu hier kijk"))

    (singles, pairs), (other_singles, other_pairs) = words_in(one), words_in(other)

    assert sorted(singles) == sorted(other_singles)
    assert len(pairs) == len(singles) + 1
    assert not set(pairs) & set(other_pairs)
    assert words_in(views("").text) == ([], [])


def test_weights_are_kept_in_four_bytes_each() -> None:
    assert isinstance(TAUGHT.weights, array)
    assert TAUGHT.weights.itemsize * len(TAUGHT.weights) == 256 * 1024
