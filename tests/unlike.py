"""Texts that are nothing alike, so that no two of them are folded into one card."""

import random
import re

from service.locales import catalogue

_WORDS = sorted(set(re.findall(r"[a-z]{3,}", " ".join(map(str, catalogue("nl").values())))))
LENGTH = 60
"""Words in a text: what the comments of a blog have, and some more."""


def unlike_texts(number: int) -> list[str]:
    """As many texts of Dutch words, the same ones each time."""
    chance = random.Random(7)
    return [" ".join(chance.sample(_WORDS, LENGTH)).capitalize() for _ in range(number)]
