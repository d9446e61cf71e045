"""Folding: what is one, what goes, and the way back to what was typed."""

import unicodedata

import pytest
from hypothesis import given

from service.rules.text import Folded, fold
from service.rules.text.folding import REMEMBERED, _Folding
from tests.rules.judging import texts


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Klootzak", "klootzak"),
        ("KLOOTZÁK", "klootzak"),
        ("kloot\u200bzak", "klootzak"),
        ("kloot\u00adzak", "klootzak"),
        ("k\u0336l\u0336o\u0336o\u0336t", "kloot"),
        ("ｋｌｏｏｔ", "kloot"),
        ("𝓴𝓵𝓸𝓸𝓽", "kloot"),
        ("\u202ekloot\u202c", "kloot"),
        ("Straße", "strasse"),
        ("ĳs", "ijs"),
        ("ﬁets", "fiets"),
        ("а", "а"),
    ],
)
def test_ways_of_typing_the_same_letters_become_one(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_a_character_that_is_a_whole_formula_does_not_grow() -> None:
    assert fold("\ufdfa") == "\ufdfa"


def test_the_blank_braille_pattern_is_a_space() -> None:
    assert fold("a\u2800b") == "a b"


def test_folding_every_character_twice_changes_nothing_more() -> None:
    # All scripts, symbols and tags; of the ideographs those with a compatibility form.
    codes = [*range(0x3400), *range(0xF900, 0x20000), *range(0xE0000, 0xE1000)]

    unstable = [code for code in codes if fold(fold(chr(code))) != fold(chr(code))]

    assert not unstable


@given(texts)
def test_folding_what_is_folded_changes_nothing(source: str) -> None:
    once = fold(source)

    assert fold(once) == once


@given(texts)
def test_composed_and_decomposed_texts_fold_to_the_same(source: str) -> None:
    assert fold(unicodedata.normalize("NFC", source)) == fold(unicodedata.normalize("NFD", source))


@given(texts)
def test_every_folded_character_leads_back_to_where_it_was_typed(source: str) -> None:
    folded = Folded(source)

    for place, character in enumerate(folded.text):
        start, end = folded.source_span(place, place + 1)
        assert 0 <= start < end <= len(source)
        assert character in fold(source[start:end])


def test_an_accent_belongs_to_the_letter_it_stands_on() -> None:
    folded = Folded("u\u0301t e")

    assert folded.source_span(0, 1) == (0, 2)


def test_a_character_that_folds_to_several_is_taken_whole() -> None:
    folded = Folded("aßb")

    assert folded.source_span(1, 2) == (1, 2)


def test_a_flood_of_rare_characters_does_not_fill_the_memory() -> None:
    folding = _Folding()

    "".join(map(chr, range(0x4E00, 0x4E00 + REMEMBERED + 100))).translate(folding)

    assert len(folding) == REMEMBERED
