"""Options of a rule: the fields of a frozen dataclass, each with a default and what it means."""

import math
import re
from dataclasses import Field, dataclass, field
from typing import Any

LIST_MAX = 200_000
"""Entries in one list; a longer one is a mistake, or belongs in a database."""
WHOLE_MAX = 2**31 - 1
"""The largest whole number: what every program that reads a rule set can hold."""
NUMBER_MAX = 1_000_000
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""What no database takes, or nobody sees; tabs and new lines may stand in a pattern."""


class UnusableEntry(ValueError):
    """An entry of a list that cannot be used: `option` names the list, `number` counts from 1."""

    def __init__(self, option: str, number: int, mend: str) -> None:
        super().__init__(mend)
        self.option = option
        self.number = number


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
    kind = "a whole number" if whole else "a number"
    # A chain of comparisons, so that nan is no number and no whole one is too large for a float.
    most = WHOLE_MAX if whole else NUMBER_MAX
    if isinstance(value, bool) or not isinstance(value, kinds) or not at_least <= value < math.inf:
        raise ValueError(f"give {kind} of at least {at_least:g} instead of {shown(value)}")
    if value > most:
        raise ValueError(f"give {kind} of at most {most} instead of {shown(value)}")
    return value if whole else float(value)


def shown(value: object) -> str:
    """A value as a message quotes it: short, whatever it is."""
    try:
        text = repr(value)
    except ValueError:
        # Python writes out no whole number of thousands of digits.
        text = "a number that is far too long"
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
            mend = f"entry {place} is {shown(entry)}: give {wanted(described)}"
            raise UnusableEntry(described.name, place, mend)
        if _UNSEEN.search(entry):
            mend = f"entry {place} is {shown(entry)}: take the control characters out"
            raise UnusableEntry(described.name, place, mend)
    return tuple(value)
