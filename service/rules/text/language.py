"""Which language and which scripts a text is in: a guess, and cheap."""

import unicodedata
from collections.abc import Iterable

UNSURE = "unknown"

_SMALL_WORDS = {
    "nl": (
        "aan al als bij dan dat de deze die dit door een en er geen had heb hebben heeft het hier "
        "hij hoe ik in is je jij jullie kan maar me meer met mij mijn moet na naar niet nog nu of "
        "om onze ook op over te toch toen tot uit van veel voor waar was wat we wel werd wij wordt "
        "ze zeer zij zijn zo zou"
    ),
    "en": (
        "a about after all also an and are as at be been but by can could did do for from had has "
        "have he her his how i if in is it its just like me more my no not now of on or our out "
        "she so some than that the their them then there they this to up us was we were what when "
        "which who will with would you your"
    ),
}
_KNOWN = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}


def guess_language(words: Iterable[str]) -> str:
    """`nl`, `en`, or UNSURE: by the small words that every sentence has."""
    read = list(words)
    counts = {language: sum(word in known for word in read) for language, known in _KNOWN.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if list(counts.values()).count(counts[best]) == 1 else UNSURE


def scripts_of(text: str) -> tuple[str, ...]:
    """The scripts of the letters of a text by their Unicode names, the most used first."""
    counts: dict[str, int] = {}
    for letter in text:
        if letter.isalpha():
            script = unicodedata.name(letter, UNSURE).split(" ", 1)[0].capitalize()
            counts[script] = counts.get(script, 0) + 1
    return tuple(sorted(counts, key=lambda script: (-counts[script], script)))
