"""The one catalogue of what people read: server, pages, widget and mail. One JSON file a language.

Some languages are `WHOLE`; the others hold what visitors read, and fall back to English key by key.
Keys are flat and dotted. A value is a sentence with `{name}` placeholders, or an object of CLDR
plural forms (`one`, `other`, and optionally `zero`) chosen by the number `n`, or by the number
that the object's `by` names; a form that is not there (`many`) is said as `other`.
"""

import json
import re
from collections.abc import Container, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from pathlib import Path

import babel
from babel import dates, numbers

WHOLE: tuple[str, ...] = ("nl", "en")
"""The languages of everything: visitors' pages, the desk, the terminal and the documents."""
LANGUAGES: tuple[str, ...] = (*WHOLE, "de", "fr", "es")
"""The languages that visitors are spoken to in."""
FALLBACK = "en"

Entry = str | Mapping[str, str]

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_MOMENT = {
    "nl": "d MMMM y 'om' HH:mm",
    "en": "d MMMM y 'at' HH:mm",
    "de": "d. MMMM y 'um' HH:mm",
    "fr": "d MMMM y 'à' HH:mm",
    "es": "d 'de' MMMM 'de' y 'a las' H:mm",
}
"""The long form that `Intl.DateTimeFormat` gives in browsers, which the widget shows."""
_RANGES_READ = 20
"""More language ranges than any browser sends; the rest of an Accept-Language is not read."""


@cache
def catalogue(language: str) -> Mapping[str, Entry]:
    """All sentences of one of `LANGUAGES`, read once."""
    path = Path(__file__).with_name(f"{language}.json")
    entries: dict[str, Entry] = json.loads(path.read_text(encoding="utf-8"))
    return entries


def text(language: str, key: str, /, **params: object) -> str:
    """The sentence for `key`, with its placeholders filled in.

    An unknown language or a missing sentence falls back to English, an unknown key to the key
    itself, a missing parameter to its placeholder: a reader gets something, never an error.
    """
    spoken = _supported(language) or FALLBACK
    entry = catalogue(spoken).get(key) or catalogue(FALLBACK).get(key, key)
    sentence = entry if isinstance(entry, str) else _plural(spoken, entry, params)
    return _PLACEHOLDER.sub(lambda found: str(params.get(found[1], found[0])), sentence)


def when(language: str, ms: int, zone: tzinfo = UTC) -> str:
    """A moment (UTC milliseconds) in words: "20 november 2026 om 10:05"."""
    spoken = _supported(language) or FALLBACK
    moment = datetime.fromtimestamp(ms / 1000, zone)
    return dates.format_datetime(moment, _MOMENT[spoken], tzinfo=zone, locale=spoken)


def span(language: str, ms: int) -> str:
    """A length of time in one unit, minutes or longer: "3 uur", "2 dagen"."""
    spoken = _supported(language) or FALLBACK
    return dates.format_timedelta(timedelta(milliseconds=ms), granularity="minute", locale=spoken)


def day(language: str, on: date) -> str:
    """A date as short as it can be understood: "23 nov 2026"."""
    return dates.format_date(on, "d MMM y", locale=_supported(language) or FALLBACK)


def percent(language: str, share: float) -> str:
    """A share of one in hundredths: "66,7%"."""
    return numbers.format_percent(share, "#,##0.#%", locale=_supported(language) or FALLBACK)


# Browsers send a few dozen different headers, each with every request.
@lru_cache(1_000)
def negotiate(
    accept_language: str | None,
    wanted: str | None,
    default: str,
    among: Container[str] = LANGUAGES,
) -> str:
    """The language to answer in: the wanted one if it is `among` those we speak here, else the best
    of the reader's Accept-Language (RFC 9110 section 12.5.4), else English for a reader of whose
    languages we only speak some elsewhere, else the default, else English."""
    asked = (wanted or "", *_by_preference(accept_language or ""))
    known = [spoken for tag in asked if (spoken := _supported(tag))]
    candidates = known or [_supported(default) or FALLBACK]
    return next((spoken for spoken in candidates if spoken in among), FALLBACK)


def _supported(tag: str) -> str | None:
    """The language we speak for a tag such as `nl-BE`, None if none."""
    primary = tag.strip().replace("_", "-").partition("-")[0].lower()
    return primary if primary in LANGUAGES else None


def _by_preference(header: str) -> list[str]:
    ranges: list[tuple[float, str]] = []
    for item in header.split(",", _RANGES_READ)[:_RANGES_READ]:
        tag, _, weight = item.partition(";")
        quality = _quality(weight)
        if quality > 0:
            ranges.append((-quality, tag))
    return [tag for _, tag in sorted(ranges, key=lambda found: found[0])]


def _quality(weight: str) -> float:
    found = re.fullmatch(r"\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*", weight)
    return min(float(found[1]), 1.0) if found else float(not weight.strip())


def _plural(language: str, forms: Mapping[str, str], params: Mapping[str, object]) -> str:
    number = params.get(forms.get("by", "n"))
    if not isinstance(number, int | float):
        return forms["other"]
    if number == 0 and "zero" in forms:
        return forms["zero"]
    return forms.get(babel.Locale(language).plural_form(number), forms["other"])
