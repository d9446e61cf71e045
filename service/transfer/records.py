"""What importers of many formats make in the same way."""

import re
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from hashlib import blake2b
from typing import Any

from service.domain.import_problem import Outcome, Place, Problem
from service.domain.neutral import Body, BodyFormat, ExternalId, NeutralThread, Votes
from service.transfer.fields import Moment, count, epoch, excerpt, moment, scalar

_MARKUP = re.compile(r"\s*<([a-z][a-z0-9]*)(?:\s[^<>]*)?/?>.*>\s*\Z", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_WRAPPED = ("iso", "$date", "$numberLong", "$numberDouble", "$numberInt")
_TRUE = ("true", "1", "yes", "t")
_MILLISECONDS_FROM = 100_000_000_000
"""A number of seconds as large is the year 5138; of milliseconds, 1973."""


class Pages:
    """The threads of sources that say with each comment where it stands, each told once."""

    def __init__(self) -> None:
        self._seen: set[ExternalId] = set()

    def once(self, thread: NeutralThread) -> Iterator[NeutralThread]:
        """The thread, unless it was told before."""
        if thread.external not in self._seen:
            self._seen.add(thread.external)
            yield thread


def date_problems(read: Moment, place: Place, about: str, original: object) -> Iterator[Problem]:
    """What there is to say of a time."""
    if read.reason is not None:
        yield Problem(read.reason, Outcome.KEPT, place, about, excerpt(original))


def any_moment(value: object, zone: tzinfo) -> Moment:
    """The time of a value that is a number since 1970, of seconds or milliseconds, or a date; an
    object that wraps one (`{"iso": …}`, `{"$date": …}`) is opened."""
    for _ in range(3):
        if not isinstance(value, Mapping):
            break
        value = next((value[key] for key in _WRAPPED if key in value), None)
    text = scalar(value)
    if text is None or not _NUMBER.fullmatch(text):
        return moment(text, zone)
    return epoch(text, unit_ms=1 if abs(float(text)) >= _MILLISECONDS_FROM else 1_000)


def body_format(text: str) -> BodyFormat:
    """HTML where a text is wrapped in markup from end to end, else Markdown: for sources that hold
    both."""
    return BodyFormat.HTML if _MARKUP.match(text) else BodyFormat.MARKDOWN


def plain(value: object) -> str:
    """A text verbatim: a body. Whatever is no text is empty."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else ""


def body_of(written: str, shown: str) -> Body:
    """The text as it was written (Markdown), else as it was shown (HTML): of sources that keep
    both, and leave either out."""
    if shown and not written:
        return Body(shown, BodyFormat.HTML)
    return Body(written, BodyFormat.MARKDOWN)


def score_of(score: object) -> Votes:
    """The votes of sources that keep one sum of them."""
    is_number = isinstance(score, int) and not isinstance(score, bool)
    return Votes(score=score) if is_number and score else Votes()  # type: ignore[arg-type]


def is_true(value: object) -> bool:
    """Whether a flag is set: sources write true, 1, "true" and more."""
    return str(value).strip().lower() in _TRUE


def votes(up: object, down: object = 0) -> Votes:
    """Votes as two counts."""
    return Votes(up=count(up), down=count(down))


def derived_id(*said: object) -> str:
    """An id for what has none: the same for the same content."""
    content = "\0".join(str(each) for each in said)
    return blake2b(content.encode("utf-8", "replace"), digest_size=12).hexdigest()


def id_of(value: object) -> str | None:
    """An id, which some databases wrap: `{"$oid": …}`."""
    if isinstance(value, Mapping):
        value = value.get("$oid")
    return None if isinstance(value, bool) else scalar(value)


def own(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Of these fields those that say something, for `extra`."""
    return {name: values[name] for name in names if values.get(name) not in (None, "", [], {})}


def inside(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The object that a field holds; an empty one when it holds none."""
    inner = values.get(name)
    return inner if isinstance(inner, Mapping) else {}


def objects_in(listed: object) -> list[Mapping[str, Any]]:
    """The objects of a list."""
    there = listed if isinstance(listed, list) else []
    return [each for each in there if isinstance(each, Mapping)]
