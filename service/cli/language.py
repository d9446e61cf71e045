"""The language of the person at the terminal, and sentences in it."""

import os

from service.domain.errors import ReactieError


def language() -> str:
    """The first of LC_ALL, LC_MESSAGES and LANG that is set decides, as POSIX says; else English.

    Source: POSIX.1-2017, Base Definitions, section 8.2.
    """
    from service.locales import WHOLE, negotiate

    wanted = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return negotiate(None, next(filter(None, wanted), None), "en", WHOLE)


def say(key: str, **params: object) -> str:
    """The catalogue's sentence for `key` in the reader's language."""
    from service.locales import text

    return text(language(), key, **params)


def error_sentence(error: ReactieError) -> str:
    """What went wrong, as a sentence."""
    return say(f"error.{error.code}", **{"field": error.field or "", **error.params})
