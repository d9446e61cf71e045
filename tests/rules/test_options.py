"""Options say in words what they take."""

from dataclasses import fields

import pytest

from service.rules.builtin.fast_form import FastFormOptions
from service.rules.builtin.word_list import WordListOptions
from service.rules.options import option, wanted


@pytest.mark.parametrize(
    ("described", "words"),
    [
        (fields(FastFormOptions)[0], "a whole number of at least 0"),
        (option(0.5, "A share.", at_least=0.1), "a number of at least 0.1"),
        (fields(WordListOptions)[0], "a list of texts"),
        (fields(WordListOptions)[3], "a list of nl, en"),
    ],
)
def test_an_option_says_what_it_takes(described: object, words: str) -> None:
    assert wanted(described) == words  # type: ignore[arg-type]
