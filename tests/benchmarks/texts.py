"""The comments that are posted: every one another text by another author, equal in every run."""

import random
from dataclasses import dataclass

from service.cli.seed.texts import WORDS

_SENTENCES_A_PARAGRAPH = 5
_WORDS_A_SENTENCE = 11


@dataclass(frozen=True, slots=True)
class Text:
    """One comment as a visitor types it."""

    author: str
    email: str
    text: str


def comment(number: int) -> Text:
    """Comment `number`: two paragraphs of some 55 words. Equal numbers give equal comments."""
    chance = random.Random(number)
    text = "\n\n".join(_paragraph(chance) for _ in range(2))
    name = f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number}".title()
    return Text(name, f"lezer{number}@example.org", text)


def _paragraph(chance: random.Random) -> str:
    sentences = (
        " ".join(chance.choices(WORDS, k=_WORDS_A_SENTENCE)).capitalize() + "."
        for _ in range(_SENTENCES_A_PARAGRAPH)
    )
    return " ".join(sentences)
