"""Terms: what a search finds a text by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.rules.text import holds, terms_of
from service.rules.text.terms import LONGEST


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Wat een mooi verhaal!", ["wat", "een", "mooi", "verhaal"]),
        ("CAFÉ, ｃａｆé; Straße", ["cafe", "cafe", "strasse"]),
        ("re\u00adac\u200btie", ["reactie"]),
        ("a_b 100% c\\d 'e' \"f\" *", ["a", "b", "100", "c", "d", "e", "f"]),
        ("https://kanaal-5.example/x?y=1", ["https", "kanaal", "5", "example", "x", "y", "1"]),
        ("東京都に", ["東京", "京都", "都に", "に"]),
        ("木", ["木"]),
        ("iPhone手机壳2个", ["iphone", "手机", "机壳", "壳", "2", "个"]),
        ("ภาษาไทย", ["ภา", "าษ", "ษา", "าไ", "ไท", "ทย", "ย"]),
        ("हिन्दी का", ["हिनदी", "का"]),
        ("goed🔥🔥zo €5", ["goed", "🔥", "🔥", "zo", "€", "5"]),
        ("<= $ + ~ |", []),
        (" \t\n\u3000", []),
        ("", []),
    ],
)
def test_a_text_has_folded_words_pairs_of_signs_and_symbols(text: str, terms: list[str]) -> None:
    assert terms_of(text) == terms


def test_of_long_words_the_beginning_counts() -> None:
    assert terms_of("x" * 999) == ["x" * LONGEST]
    assert terms_of("é" + "x" * 999) == ["e" + "x" * (LONGEST - 1)]
    assert terms_of("я" * 999) == ["я" * LONGEST]


def test_a_word_is_found_by_its_beginning() -> None:
    terms = terms_of("Een fijne Réactie")

    assert holds(terms, terms_of("reac een"))
    assert not holds(terms, terms_of("actie"))
    assert not holds(terms, terms_of("reac twee"))


@pytest.mark.parametrize("part", ["東", "京", "都", "東京", "京都", "東京都"])
def test_any_part_of_a_text_without_spaces_is_found(part: str) -> None:
    assert holds(terms_of("彼は東京都に"), terms_of(part))
    assert not holds(terms_of("彼は大阪に"), terms_of(part))


@given(st.text())
def test_terms_hold_nothing_that_means_something_to_a_database(text: str) -> None:
    for term in terms_of(text):
        assert term
        assert not [sign for sign in term if sign.isascii() and not sign.isalnum()]
        assert not any(map(str.isspace, term))


@given(st.text(), st.integers(0, 40), st.integers(1, 40))
def test_a_text_holds_the_terms_of_its_own_words(text: str, start: int, count: int) -> None:
    words = text.split()[start : start + count]

    assert holds(terms_of(text), terms_of(" ".join(words)))


def test_what_is_not_remembered_is_folded_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.rules.text.terms.REMEMBERED", 0)

    assert list(terms_of("ꙮ ꙮ")) == list(terms_of("ꙮ")) * 2
