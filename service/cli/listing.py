"""How listings are shown: a table for people, JSON for programs."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

import click

PIPED_WIDTH = 200
"""Columns for a table that goes into a pipe or a file, where there is no screen to fit."""


def print_json(found: Any) -> None:
    """Prints JSON: lists as `{"items": […], "next": null}`, the envelope of the API's lists."""
    shown = _plain(found)
    envelope = {"items": shown, "next": None} if isinstance(shown, list) else shown
    click.echo(json.dumps(envelope, ensure_ascii=False, indent=2))


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, empty: str) -> None:
    """Prints a table, or the sentence `empty` when there are no rows. Cells are shown as they are:
    what a visitor wrote neither colours nor moves anything on the terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        click.echo(empty)
        return
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else PIPED_WIDTH).print(table)


def visible(text: str) -> str:
    """The text with its control and direction characters as visible escapes, on one line."""
    return "".join(
        char if char.isprintable() else " " if char in "\n\t\r" else f"\\u{ord(char):04x}"
        for char in text
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
