"""A rule set as a TOML file: the form in which owners write and keep it."""

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from service.rules.contract import Rule
from service.rules.rule_set import RuleSet, RuleSetError, parse_rule_set
from service.rules.toml_lines import line_of_entry, places


def rule_set_from_toml(
    rules: Sequence[Rule], text: str, filename: str, version: int = 0
) -> RuleSet:
    """The rule set that a TOML file holds.

    Raises RuleSetError whose message starts with the file's name and, where it can be told, the
    line: `rules.toml:12: rules.many_links.options.limit: give a whole number …`.
    """
    try:
        return parse_rule_set(rules, _values(text, filename), version)
    except RuleSetError as error:
        if not error.place:
            raise
        line = _line_of(text, error)
        where = filename if line is None else f"{filename}:{line}"
        raise RuleSetError((), f"{where}: {error}") from error


def _values(text: str, filename: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleSetError((), f"{filename}: this is not TOML: {error}") from error
    except ValueError as error:
        # Python reads no whole number of thousands of digits.
        raise RuleSetError((), f"{filename}: it holds a number that is far too long") from error
    except RecursionError:
        mend = "its tables or lists are nested too deep; a rule set needs three levels"
        raise RuleSetError((), f"{filename}: {mend}") from None


def _line_of(text: str, error: RuleSetError) -> int | None:
    """The line that sets the wrong value, else the one that opens the table around it."""
    lines = places(text)
    if error.entry is not None:
        name, number = error.entry
        place = error.place if error.place[-1] == name else (*error.place, name)
        if place in lines:
            return line_of_entry(text, lines[place], number)
    for depth in range(len(error.place), 0, -1):
        if error.place[:depth] in lines:
            return lines[error.place[:depth]]
    return None
