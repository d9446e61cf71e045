"""Options of a rule: the fields of a frozen dataclass, each with a default and what it means."""

import math
from dataclasses import Field, dataclass, field
from typing import Any

LIST_MAX = 200_000
"""Entries in one list; a longer one is a mistake, or belongs in a database."""


@dataclass(frozen=True, slots=True)
class NoOptions:
    """For rules that leave nothing to choose."""


def option(
    default: float | tuple[str, ...],
    meaning: str,
    *,
    at_least: float = 0,
    among: tuple[str, ...] = (),
    filled: bool = False,
) -> Any:
    """One option: a number of at least `at_least` (whole if the default is), or a list of texts.

    `among` names the only words a list may hold; a `filled` list may not be empty.
    """
    limits = {"meaning": meaning, "at_least": at_least, "among": among, "filled": filled}
    return field(default=default, metadata=limits)


def wanted(described: Field[Any]) -> str:
    """What an option takes, in words for the person who writes the rule set."""
    if isinstance(described.default, tuple):
        among = described.metadata["among"]
        return f"a list of {', '.join(among)}" if among else "a list of texts"
    kind = "a whole number" if isinstance(described.default, int) else "a number"
    return f"{kind} of at least {described.metadata['at_least']:g}"


def read_option(described: Field[Any], value: object) -> Any:
    """The option's value from a JSON or TOML one. Raises ValueError saying how to mend it."""
    if isinstance(described.default, tuple):
        return _read_list(described, value)
    return read_number(
        value,
        at_least=described.metadata["at_least"],
        whole=isinstance(described.default, int),
    )


def read_number(value: object, *, at_least: float, whole: bool = False) -> float:
    """A finite number. Raises ValueError saying what is wanted; true and false are no numbers."""
    kinds = (int,) if whole else (int, float)
    if (
        isinstance(value, bool)
        or not isinstance(value, kinds)
        or not math.isfinite(value)
        or value < at_least
    ):
        kind = "a whole number" if whole else "a number"
        raise ValueError(f"give {kind} of at least {at_least:g} instead of {shown(value)}")
    return value if whole else float(value)


def shown(value: object) -> str:
    """A value as a message quotes it: short, whatever it is."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _read_list(described: Field[Any], value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        raise ValueError(f"give {wanted(described)} instead of {shown(value)}")  # noqa: TRY004
    if len(value) > LIST_MAX:
        raise ValueError(f"give at most {LIST_MAX} entries instead of {len(value)}")
    if not value and described.metadata["filled"]:
        raise ValueError(f"give {wanted(described)} with at least one entry")
    among = described.metadata["among"]
    for place, entry in enumerate(value, 1):
        if not isinstance(entry, str) or not entry.strip() or (among and entry not in among):
            raise ValueError(f"entry {place} is {shown(entry)}: give {wanted(described)}")
    return tuple(value)
