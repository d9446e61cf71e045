"""The comments to replay: JSON Lines `{group, author, text, label, ts}`."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote


class ScriptError(ValueError):
    """A line that is not a comment; `line` is its number, from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Line:
    """One comment: on which page, by whom, and whether its label calls it good.

    `number` is its place in time among all.
    """

    number: int
    page: str
    title: str
    author: str
    text: str
    good: bool

    @property
    def post(self) -> str:
        """The page as a path of the site."""
        return f"/{quote(self.page, safe='')}"

    @property
    def device(self) -> str:
        """What the author's browser keeps: the same for all that he writes, guessable by nobody
        who does not know the script."""
        return hashlib.sha256(f"device\0{self.author}".encode()).hexdigest()[:32]

    @property
    def key(self) -> str:
        """The idempotency key of this one posting."""
        return f"replay-{self.number}"


def read_script(source: Iterable[str]) -> list[Line]:
    """The comments in time order; those of the same moment in the order of the file.

    Raises ScriptError.
    """
    rows = [_row(number, raw) for number, raw in enumerate(source, 1) if raw.strip()]
    rows.sort(key=lambda row: row["ts"])
    return [
        Line(
            number=number,
            page=row["group"],
            title=row["group"],
            author=row["author"],
            text=row["text"],
            good=not row["label"],
        )
        for number, row in enumerate(rows)
    ]


def by_page(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The comments of each page in their order, the page that was commented on first, first."""
    pages: dict[str, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.post, []).append(line)
    return pages


def _row(number: int, raw: str) -> dict[str, Any]:
    try:
        row = json.loads(raw)
    except ValueError as error:
        raise ScriptError(number, str(error)) from error
    if not isinstance(row, dict):
        raise ScriptError(number, "not an object")
    for name in ("group", "author", "text", "ts"):
        if not isinstance(row.get(name), str):
            raise ScriptError(number, f"{name}: not a text")
    if row.get("label") not in (0, 1):
        raise ScriptError(number, "label: neither 0 nor 1")
    return row
