"""The service with a language that nobody speaks in the place of each: `[!! Ŕéþļý !!]`.

`python -m tests.browser.pseudo` is the `reactie` command, but for what people read in a browser.
"""

import re
from collections.abc import Mapping
from functools import cache

from service import locales

ACCENTED = str.maketrans("acdeghiklnoprstuyzACDEGIKLNORSTUYZ", "áćđéğĥíķļñóþŕšťúýžÁĆĐÉĞÍĶĻÑÓŔŠŤÚÝŽ")
_PARTS = re.compile(r"(\{[^}]*\})")

_spoken = locales.catalogue


def pseudo(sentence: str) -> str:
    """The sentence wrapped and accented, its placeholders as they were."""
    parts = _PARTS.split(sentence)
    told = [part if part.startswith("{") else part.translate(ACCENTED) for part in parts]
    return f"[!! {''.join(told)} !!]"


def _entry(entry: locales.Entry) -> locales.Entry:
    if isinstance(entry, str):
        return pseudo(entry)
    return {form: said if form == "by" else pseudo(said) for form, said in entry.items()}


@cache
def catalogue(language: str) -> Mapping[str, locales.Entry]:
    """Every sentence of the language, made strange; those of the terminal as they are."""
    return {
        key: entry if key.startswith("cli.") else _entry(entry)
        for key, entry in _spoken(language).items()
    }


if __name__ == "__main__":
    # Before any other room takes the catalogue by its name.
    locales.catalogue = catalogue
    from service.__main__ import main

    main()
