"""Names that look alike share a skeleton."""

import json
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.rules.text.skeletons import LONGEST, readings, skeletons
from tests.rules.shared_data import shared_lines

UNLIKE = frozenset("ϲϹſẝ˛￨ంಂംං")
"""What is a form of another letter, or a sign on its own: folding settles what that is."""


def alike(one: str, other: str) -> bool:
    return not skeletons(one).isdisjoint(readings(other))


def test_the_look_alikes_of_unicode_are_the_letters() -> None:
    table = json.loads("".join(shared_lines("moderation/tr39_latin_map.json")))
    letters = {
        other: latin
        for other, latin in table.items()
        if len(latin) == 1 and latin.isalpha() and other not in UNLIKE
    }

    missed = [each for each, latin in letters.items() if not alike(f"xx{latin}xx", f"xx{each}xx")]

    assert len(letters) > 1_000
    assert missed == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Мария Петрова", "МАРИЯ ПЕТРОВА"),
        ("Νίκος Παππάς", "ΝΙΚΟΣ ΠΑΠΠΑΣ"),
        ("Τάμα", "ΤΑΜΑ"),
        ("田中太郎", "田中 太郎"),
        ("محمد علي", "محمد  علي ✓"),
        ("Bjørn Łukasz", "Bjorn Lukasz"),
        ("Jean-Paul", "jean paul"),
        ("Yahoo!", "yahoo"),
        ("Yahoo!", "Yahoo!"),
    ],
)
def test_names_of_every_script_are_like_themselves(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jan", "Jannie"), ("Jan", "Jans"), ("Anna", "Anne"), ("", ""), ("田中", "田山")],
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert not alike(one, other)


@pytest.mark.parametrize(
    "name",
    ["de " * 80, "(a" * 120, "\ufdfa" * LONGEST, "\U0001f170" * LONGEST, "- " * 120, "1" * 5_000],
)
def test_no_name_takes_long(name: str) -> None:
    readings(name)
    started = time.thread_time()

    readings(name)

    assert time.thread_time() - started < 0.05


def test_what_is_not_remembered_looks_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    before = readings("Ꙩanna ⱥꞔƶ")
    monkeypatch.setattr(sys.modules[readings.__module__], "REMEMBERED", 0)

    assert readings("Ꙩanna ⱥꞔƶ") == before
    assert readings("ꭎ ꞓ ᶀ ᶁ") == readings("ꭎ ꞓ ᶀ ᶁ")


@given(st.text("aBlmMwrn019 zZ", max_size=12))
def test_a_full_stop_before_a_name_without_signs_changes_nothing(name: str) -> None:
    assert {each for each in skeletons(name) if each} == skeletons(f".{name}")
