"""docs/settings.md, made from the settings: `python -m service.cli.settings_document`."""

import sys
from ipaddress import IPv4Network, IPv6Network
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from service.settings import PREFIX, Settings

_INTRODUCTION = f"""\
# Settings

*Made from `service/settings.py` by `make docs`; a test holds the two equal.*

Each setting can be given in four places; the first that has it wins:

1. a command's option, where it has one (`reactie serve --port 9000`);
2. the environment: `{PREFIX}PORT=9000`;
3. a file that the environment names, for secrets: `{PREFIX}DATABASE_FILE=/run/secrets/database`;
4. a TOML file: `reactie.toml` in the working directory, or the one that `{PREFIX}CONFIG` names.

What a blog decides about itself (language, origins, how strictly it holds) is kept with its site,
not here: see `reactie init --help`.

| Name in the TOML file | In the environment | Type | Default | What it does |
| --- | --- | --- | --- | --- |
"""

_WORDS = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    IPv4Network: "IPv4 network",
    IPv6Network: "IPv6 network",
}


def settings_markdown() -> str:
    """The whole document: every setting with its names, type, default and help."""
    return _INTRODUCTION + "".join(
        _row(name, field) for name, field in Settings.model_fields.items()
    )


def _row(name: str, field: FieldInfo) -> str:
    cells = (
        f"`{name}`",
        f"`{PREFIX}{name.upper()}`",
        _type(field.annotation),
        _default(field.default),
        (field.description or "").replace("|", "\\|"),
    )
    return f"| {' | '.join(cells)} |\n"


def _type(annotation: Any) -> str:
    if annotation in _WORDS:
        return _WORDS[annotation]
    parts = [part for part in get_args(annotation) if part is not Ellipsis]
    if get_origin(annotation) is Literal:
        return " or ".join(f"`{part}`" for part in parts)
    if get_origin(annotation) in (Union, UnionType):
        return " or ".join(_type(part) for part in parts)
    return f"list of {_type(parts[0])}"


def _default(value: Any) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return f"`{list(value)}`"
    return f"`{value}`"


if __name__ == "__main__":
    sys.stdout.write(settings_markdown())
