"""The views: words, fingerprint, and matches that are what was typed."""

import pytest
from hypothesis import given

from service.domain.comment import Author
from service.rules.text import FIELDS, FieldView, Views
from service.rules.text.folding import REMEMBERED
from service.rules.text.views import _Letters
from tests.rules.judging import texts


def fingerprint(text: str) -> str:
    return Views(Author(), text).fingerprint


def test_words_are_whole_runs_of_letters_and_digits() -> None:
    field = FieldView("text", "Co-creatie, snap_je 2x Één!")

    assert field.words == ("co", "creatie", "snap", "je", "2x", "een")


@given(texts)
def test_every_word_leads_to_what_was_typed(source: str) -> None:
    field = FieldView("text", source)

    for number, word in enumerate(field.words):
        match = field.match_words(number, 1)
        if match is None:
            assert "'" in source or "’" in source, "only an apostrophe ties a word to another"
            continue
        assert match.text == source[match.start : match.end]
        assert word in FieldView("text", match.text).folded.text


@given(texts)
def test_every_link_leads_to_what_was_typed(source: str) -> None:
    field = FieldView("text", f"{source} http://a.nl/{source} www.b.nl{source}")

    for link in field.links:
        match = field.match(link.start, link.end)
        assert match.text == field.plain[match.start : match.end] != ""


def test_words_that_a_comma_parts_are_no_phrase() -> None:
    field = FieldView("text", "ja, leuk hoor")

    assert field.match_words(0, 2) is None


def test_words_that_a_hyphen_joins_are_a_phrase() -> None:
    match = FieldView("text", "een Co-creatie").match_words(1, 2)

    assert match is not None
    assert match.text == "Co-creatie"


def test_every_field_has_its_view() -> None:
    views = Views(Author("Jan", "jan@blog.example", "https://jan.example"), "Hoi")

    assert [views.field(name).plain for name in FIELDS] == [
        "Hoi",
        "Jan",
        "jan@blog.example",
        "https://jan.example",
    ]


def test_what_was_not_given_is_empty() -> None:
    assert Views(Author(), "Hoi").name.plain == ""


@pytest.mark.parametrize("other", ["MOOI verhaal!", "mooi,   verhaal", "móoi\u200b verhaal"])
def test_texts_with_the_same_words_have_the_same_fingerprint(other: str) -> None:
    assert fingerprint(other) == fingerprint("Mooi verhaal")


@pytest.mark.parametrize("other", ["verhaal mooi", "mooi", "👍", "mooiverhaal", ""])
def test_texts_with_other_words_have_another_fingerprint(other: str) -> None:
    assert fingerprint(other) != fingerprint("Mooi verhaal")


def test_texts_without_words_are_told_apart_by_their_characters() -> None:
    assert fingerprint("👍") == fingerprint(" 👍\n") != fingerprint("👎")


@given(texts)
def test_a_fingerprint_is_sixteen_hex_digits(source: str) -> None:
    found = fingerprint(source)

    assert len(found) == 16
    assert set(found) <= set("0123456789abcdef")


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u2060", "\u2800", "\u3164", "\u0301"])
def test_a_text_in_which_nothing_shows_is_blank(text: str) -> None:
    assert FieldView("text", text).is_blank


@pytest.mark.parametrize("text", ["a", "👍", ".", "한"])
def test_a_text_in_which_something_shows_is_not_blank(text: str) -> None:
    assert not FieldView("text", text).is_blank


def test_a_flood_of_rare_letters_does_not_fill_the_memory() -> None:
    letters = _Letters()

    "".join(map(chr, range(0x4E00, 0x4E00 + REMEMBERED + 100))).translate(letters)

    assert len(letters) == REMEMBERED
