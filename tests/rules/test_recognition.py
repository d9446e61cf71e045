"""Texts that are nearly the same: how they are known again, and what that may cost."""

from itertools import pairwise
from sys import getsizeof

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.comment import Author
from service.rules import recognition
from service.rules.recognition import CLUSTERS_MAX, Recognition
from service.rules.text import Views
from service.rules.text.sketch import SIZE, Sketch, resemblance, sketch_of
from tests.rules.judging import NOW, texts
from tests.rules.shared_data import shared_rows

SPAM = (
    "Hallo allemaal, ik verdien elke week honderden euro met dit ene trucje van mijn buurman, kijk "
    "snel op {} voor de hele uitleg en begin vandaag nog met geld verdienen"
)


WORDS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht")
GREETED = "Hi {}, check out my channel for great videos"


def sketch(text: str) -> Sketch:
    return sketch_of(Views(Author(), text).text)


def put_in(known: Recognition, text: str, now: int = NOW) -> int:
    """The cluster of a text that comes in."""
    likeness = known.place(sketch(text), now, 0)
    known.note(likeness.cluster, likeness.sketch, now)
    return likeness.cluster


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SPAM.format("https://a.example"), SPAM.format("http://b.example/x?y=1 of c.com")),
        (
            SPAM.format("https://a.example"),
            SPAM.format("").replace("buurman", "tante"),
        ),
        (SPAM.format("www.a.nl"), SPAM.format("www.a.nl").upper()),
        (SPAM.format(""), SPAM.format("").replace("Hallo allemaal, ", "") + ", groeten van Ans"),
        (SPAM.format(""), SPAM.format("").translate(str.maketrans("aeo", "аео"))),
        (SPAM.format(""), SPAM.format("").translate(str.maketrans("eioa", "310@"))),
        (SPAM.format(""), SPAM.format("").replace("geld", "g.e.l.d").replace("snel", "sneeeel")),
        (GREETED.format("Jan"), GREETED.format("Ans")),
        ("https://a.example/1", "https://b.example/2"),
        ("Mooi!", "mooi"),
        ("👍👍", "👍👍"),
    ],
)
def test_what_says_nearly_the_same_is_one_cluster(one: str, other: str) -> None:
    known = Recognition()

    assert put_in(known, one) == put_in(known, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ik ben het helemaal met je eens over dit boek", "Ik ben het er helemaal niet mee eens"),
        ("Ik ben het met je eens", "Ik ben het niet met je eens"),
        ("Bel mij op 0612345678", "Bel mij op 0698765432"),
        ("Mooi", "Lelijk"),
        ("👍", "👎"),
        ("https://a.example", "kijk https://a.example"),
        ("", "?"),
    ],
)
def test_what_says_something_else_is_another_cluster(one: str, other: str) -> None:
    known = Recognition()

    assert put_in(known, one) != put_in(known, other)


def test_the_most_alike_of_several_clusters_is_chosen() -> None:
    known = Recognition()
    words = [f"woord{n}" for n in range(20)]
    far = put_in(known, " ".join([*words[:16], "geheel", "anders", "dan", "dat"]))
    near = put_in(known, " ".join([*words[:-6], "drie", "vier", "vijf", "zes", "zeven", "acht"]))

    assert far != near
    assert put_in(known, " ".join([*words[:-1], "anders"])) == far


def test_clusters_are_numbered_in_the_order_of_time() -> None:
    known = Recognition()

    numbers = [put_in(known, f"tekst nummer {n}", NOW + n // 3) for n in range(9)]

    assert numbers == sorted(set(numbers))


def test_only_texts_since_then_count_as_similar_and_never_the_text_itself() -> None:
    known = Recognition()
    own = put_in(known, "Mooi verhaal over de kip", NOW)
    put_in(known, "mooi verhaal over de kip", NOW + 10)
    again = sketch("Mooi verhaal over de kip!")

    assert known.place(again, NOW + 20, NOW).similar == 2
    assert known.place(again, NOW + 20, NOW + 1).similar == 1
    assert known.place(again, NOW + 20, NOW, own=own).similar == 1
    assert known.place(again, NOW + 20, NOW + 15, own=own).similar == 0
    assert known.place(sketch("Iets anders"), NOW, 0).similar == 0


def test_a_flood_takes_no_more_memory_than_one_text() -> None:
    known = Recognition(most=3)
    kept = put_in(known, "Een heel andere tekst dan de vloed")

    numbers = {put_in(known, SPAM.format(f"https://{n}.example")) for n in range(200)}

    assert len(numbers) == 1
    assert kept in known


def test_the_oldest_clusters_are_forgotten_wholly() -> None:
    known = Recognition(most=2)
    first = put_in(known, "een twee drie vier")
    second = put_in(known, "vijf zes zeven acht")
    put_in(known, "een twee drie vier")

    put_in(known, "negen tien elf twaalf")

    assert first in known
    assert second not in known
    assert put_in(known, "vijf zes zeven acht") != second


def test_words_that_everybody_uses_do_not_make_it_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "_SHARING_MAX", 64)
    known = Recognition()
    for n in range(CLUSTERS_MAX + 100):
        others = " ".join(str(7 * n + place) for place in range(7))
        put_in(known, f"check out my channel {others}")

    assert max(map(len, known._by_hash.values())) == 64
    assert len(known._clusters) == CLUSTERS_MAX


def test_a_thousand_long_texts_take_some_four_megabytes() -> None:
    known = Recognition()
    for n in range(CLUSTERS_MAX):
        put_in(known, " ".join(f"woord{n * 400 + place}" for place in range(400)))

    runs = known._by_hash
    held = getsizeof(runs) + sum(getsizeof(key) + getsizeof(runs[key]) for key in runs)
    held += sum(getsizeof(each.sketch) for each in known._clusters.values())

    assert held < 4_500_000


def test_spins_of_one_template_come_together() -> None:
    known = Recognition()
    rows = shared_rows("moderation/spintax_families_a.jsonl")

    clusters = {put_in(known, row["text"]) for row in rows}

    assert len(clusters) < 0.6 * len(rows)


@given(texts, texts)
def test_resemblance_is_the_same_both_ways_and_whole_for_equal_texts(one: str, other: str) -> None:
    first, second = sketch(one), sketch(other)

    assert 1 <= len(first) <= SIZE
    assert resemblance(first, first) == 1
    assert resemblance(first, second) == resemblance(second, first)


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=13), st.data())
def test_of_short_texts_the_resemblance_is_exact(words: list[str], data: st.DataObject) -> None:
    other = data.draw(st.permutations(words))

    def runs(text: list[str]) -> set[tuple[str, ...]]:
        return set(pairwise(text))

    share = len(runs(words) & runs(other)) / len(runs(words) | runs(other))
    assert resemblance(sketch(" ".join(words)), sketch(" ".join(other))) == share
