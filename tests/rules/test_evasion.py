"""How many disguised words the word list finds, and how few innocent ones, on public lists."""

import string
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.rules.text import DisguiseBook, fold, words_of
from service.rules.text.disguises import has_lone_letters, is_stretched
from tests.rules.judging import found, judged, rule_set, texts
from tests.rules.shared_data import shared_lines

LEET = str.maketrans("aeiost", "431057")
SIGNS = str.maketrans("ais", "@!$")
SHIFTED = {name: ord(first) - ord("a") for name, first in {"full": "ａ", "circled": "ⓐ"}.items()}
CYRILLIC = str.maketrans("aeopcxy", "аеорсху")
GREEK = str.maketrans("aoivu", "αοινυ")


def pictured(first: int) -> Callable[[str], str]:
    return lambda word: "".join(chr(first + ord(letter) - ord("a")) for letter in word)


DISGUISES: dict[str, Callable[[str], str]] = {
    "digits": lambda word: word.translate(LEET),
    "signs": lambda word: word.translate(SIGNS),
    "spaced": " ".join,
    "dotted": ".".join,
    "dashed": "-".join,
    "stretched": lambda word: "".join(letter * 3 for letter in word),
    "invisible": "\u200b".join,
    "accents": lambda word: "".join(f"{letter}\u0301" for letter in word),
    "Cyrillic": lambda word: word.translate(CYRILLIC),
    "Greek": lambda word: word.translate(GREEK),
    "full width": pictured(0xFF41),
    "circled": pictured(0x24D0),
    "boxed": pictured(0x1F170),
    "flags": pictured(0x1F1E6),
}


def flagged(texts: list[str], words: list[str]) -> list[str]:
    rules = rule_set(word_list={"words": words, "languages": []})
    return [text for text in texts if found(judged(text, rules=rules), "word_list")]


def listed(language: str) -> list[str]:
    entries = shared_lines(f"moderation/ldnoobw_{language}.txt")
    return [entry for entry in entries if 1 <= len(words_of(fold(entry))) <= 8]


@pytest.mark.parametrize("disguise", DISGUISES)
def test_nearly_every_disguised_dutch_word_is_found(disguise: str) -> None:
    words = [word for word in listed("nl") if word.isascii() and word.isalpha()]
    hidden = [DISGUISES[disguise](word) for word in words]
    # What is wholly digits, or wholly of another script, is that and no Latin word.
    hidden = [
        word
        for word, plain in zip(hidden, words, strict=True)
        if word != plain and (not word.isdigit() and word != "роер")
    ]

    assert len(flagged([f"Nou {word}, zeg" for word in hidden], words)) == len(hidden) > 60


@pytest.mark.parametrize(("language", "rate"), [("nl", 0.0005), ("en", 0.002)])
def test_words_with_a_bad_one_inside_them_stay_innocent(language: str, rate: float) -> None:
    innocent = shared_lines(f"moderation/scunthorpe_{language}.txt")

    assert len(flagged(innocent, listed(language))) <= rate * len(innocent)


@pytest.mark.parametrize(
    "text",
    [
        "f0ei",
        "F-O-E-I",
        "je f o e i !",
        "a f.o.e.i",
        "f0ei!!",
        "foooei",
        "fо3i",
        "🅵🅾🅴🅸",
        "!f0ei",
    ],
)
def test_a_disguise_is_seen_through(text: str) -> None:
    assert flagged([text], ["foei"]) == [text]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("A50", "aso"),
        ("foei2", "foe"),
        ("Bobbb", "boob"),
        ("a b c d", "abcde"),
        ("1234567890", "foei"),
        ("сор", "cop"),
        ("Сбор 3 x", "cop"),
        ("привет foe", "foei"),
        ("f0" + "e" * 50, "foei"),
        ("oo", "oo3"),
        ("3 x zo", "foei"),
        ("hmmm", "foei"),
    ],
)
def test_what_is_no_disguise_is_not_found(text: str, word: str) -> None:
    assert flagged([text], [word]) == []


def test_the_match_is_what_was_typed() -> None:
    rules = rule_set(word_list={"words": ["foei"], "languages": []})

    finding = found(judged("Och, F\u0301 O. É i dan", rules=rules), "word_list")

    assert finding is not None
    assert [match.text for match in finding.matches] == ["F\u0301 O. É i"]


def test_an_exception_is_fine_in_disguise_too() -> None:
    rules = rule_set(word_list={"exceptions": ["klootzak"]})

    assert found(judged("kl00tzak", rules=rules), "word_list") is None


def test_an_empty_book_finds_nothing() -> None:
    assert list(DisguiseBook([]).find("f0ei", stretched=False, apart=False)) == []


@given(texts, st.text(string.ascii_lowercase, min_size=3, max_size=6))
def test_a_place_that_is_found_lies_in_the_text(text: str, word: str) -> None:
    folded = fold(f"{text} {word.translate(LEET)} {' '.join(word)} {text}")

    for start, end in DisguiseBook([word]).find(
        folded, stretched=is_stretched(folded), apart=has_lone_letters(words_of(folded))
    ):
        assert 0 <= start < end <= len(folded)
