"""Phrases with gaps: whole words, in order, and bounded work."""

import pytest

from service.rules.text.phrases import Phrase, PhraseBook

BOOK = PhraseBook([("kijk op * kanaal", 3), ("kijk op", 1), ("gratis", 1), ("op mijn", 2)])


@pytest.mark.parametrize(
    "said", ["kijk op kanaal", "kijk op mijn kanaal", "kijk op mijn oude kanaal"]
)
def test_a_gap_stands_for_none_to_two_words(said: str) -> None:
    words = said.split()

    assert list(BOOK.find(words)) == [Phrase(0, len(words), 3)]


@pytest.mark.parametrize("said", ["kijk op mijn mooie oude kanaal", "kijk op mijn", "en kijk op"])
def test_a_longer_gap_leaves_the_shorter_phrase(said: str) -> None:
    found = list(BOOK.find(said.split()))

    assert [(phrase.size, phrase.strength) for phrase in found[:1]] == [(2, 1)]


def test_what_lies_inside_a_phrase_is_not_found_again() -> None:
    found = list(BOOK.find(["kijk", "op", "mijn", "kanaal", "gratis"]))

    assert found == [Phrase(0, 4, 3), Phrase(4, 1, 1)]


def test_words_without_a_phrase_have_none() -> None:
    assert list(BOOK.find(("op", "de", "fiets"))) == []
    assert list(BOOK.find(())) == []
