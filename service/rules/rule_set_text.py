"""A rule set as the TOML text that its owner edits, and `rule_set_file` reads."""

import json
from collections.abc import Mapping
from typing import Any


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
