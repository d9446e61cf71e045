"""A rule set as a TOML file: the form in which owners write and keep it."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from service.rules.contract import Rule
from service.rules.rule_set import RuleSet, RuleSetError, parse_rule_set

_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"\s*([\w.\-\"' ]+?)\s*=")


def rule_set_from_toml(
    rules: Sequence[Rule], text: str, filename: str, version: int = 0
) -> RuleSet:
    """The rule set that a TOML file holds.

    Raises RuleSetError whose message starts with the file's name and, where it can be told, the
    line: `rules.toml:12: rules.many_links.options.limit: give a whole number …`.
    """
    try:
        return parse_rule_set(rules, tomllib.loads(text), version)
    except tomllib.TOMLDecodeError as error:
        raise RuleSetError((), f"{filename}: this is not TOML: {error}") from error
    except RuleSetError as error:
        line = _line_of(text, error.place)
        where = filename if line is None else f"{filename}:{line}"
        raise RuleSetError((), f"{where}: {error}") from error


def _line_of(text: str, place: tuple[str, ...]) -> int | None:
    """The line that sets the value at `place`, else the one that opens the table around it."""
    lines = _places(text)
    for depth in range(len(place), 0, -1):
        if place[:depth] in lines:
            return lines[place[:depth]]
    return None


def _places(text: str) -> dict[tuple[str, ...], int]:
    table: tuple[str, ...] = ()
    lines: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _names(header[1])
            for depth in range(1, len(table) + 1):
                lines.setdefault(table[:depth], number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_names(key[1])), number)
    return lines


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip(" \"'") for name in dotted.split("."))


def rule_set_toml(content: Mapping[str, Any]) -> str:
    """The content of a rule set (`rules.rule_set.content_of`) as TOML. What is None is left out:
    TOML has no word for it, and a rule set takes what is left out as not set."""
    lines = _values({name: value for name, value in content.items() if name != "rules"})
    for name, entry in content["rules"].items():
        lines += ["", f"[rules.{name}]"]
        lines += _values({key: value for key, value in entry.items() if key != "options"})
        if entry["options"]:
            lines += ["", f"[rules.{name}.options]", *_values(entry["options"])]
    return "\n".join(lines) + "\n"


def _values(table: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in table.items() if value is not None]


def _value(value: Any) -> str:
    # JSON's numbers, true, false, lists and texts are TOML's too; only DEL has to be escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
