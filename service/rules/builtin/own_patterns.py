"""Forced: a text that one of the owner's own patterns matches.

The patterns are RE2's (https://github.com/google/re2/wiki/Syntax), which reads any text in time
linear in its length, whatever the pattern; what would need more is refused when it is written.
"""

from dataclasses import dataclass
from itertools import islice
from typing import Any

import re2

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.options import UnusableEntry, option
from service.rules.text import FIELDS

PATTERNS_MAX = 200
LENGTH_MAX = 500
MEMORY_MAX = 1 << 20
"""Bytes that one pattern may take when it is made ready: bounds what repetitions cost."""
MATCHES_MAX = 20


@dataclass(frozen=True, slots=True)
class OwnPatternsOptions:
    patterns: tuple[str, ...] = option(
        (), "Regular expressions (RE2), blind to case; `\\b` and `\\w` know a to z only."
    )
    fields: tuple[str, ...] = option(("text",), "Where to look.", among=FIELDS, filled=True)


@dataclass(frozen=True, slots=True)
class _Prepared:
    patterns: tuple[Any, ...]
    fields: tuple[str, ...]


def _prepare(options: OwnPatternsOptions) -> _Prepared:
    if len(options.patterns) > PATTERNS_MAX:
        raise ValueError(f"give at most {PATTERNS_MAX} patterns instead of {len(options.patterns)}")
    compiled = [_usable(number, each) for number, each in enumerate(options.patterns, 1)]
    return _Prepared(tuple(compiled), options.fields)


def _usable(number: int, pattern: str) -> Any:
    try:
        return _compiled(pattern)
    except ValueError as error:
        raise UnusableEntry("patterns", number, str(error)) from error


def _compiled(pattern: str) -> Any:
    shown = pattern[:60]
    if len(pattern) > LENGTH_MAX:
        raise ValueError(f'"{shown}…" is longer than {LENGTH_MAX} characters: make several of it')
    settings = re2.Options()
    settings.case_sensitive = False
    settings.max_mem = MEMORY_MAX
    settings.log_errors = False
    try:
        compiled = re2.compile(pattern, settings)
    except re2.error as error:
        reason = error.args[0] if error.args else ""
        told = reason.decode() if isinstance(reason, bytes) else str(reason)
        raise ValueError(f'"{shown}" is no pattern of RE2: {told}') from error
    if compiled.search("") is not None:
        raise ValueError(f'"{shown}" matches the empty text, so it would hold everything')
    return compiled


def _check(subject: Subject, _context: Context, prepared: _Prepared) -> Evidence | None:
    matches = tuple(
        field.match(*found.span())
        for field in map(subject.views.field, prepared.fields)
        for pattern in prepared.patterns
        for found in islice(pattern.finditer(field.plain), MATCHES_MAX)
    )[:MATCHES_MAX]
    if not matches:
        return None
    return Evidence({"match": matches[0].text[:60], "count": len(matches)}, matches)


RULE = Rule(
    name="own_patterns",
    version=1,
    phase=Phase.FORCED,
    outcome=Outcome.HOLD,
    weight=0.0,
    options=OwnPatternsOptions,
    check=_check,
    prepare=_prepare,
)
