"""Where the values of a TOML document stand: for messages that name the line.

A reading of our own beside `tomllib`, which tells no lines: it looks at what is known to be TOML
already, and finds less rather than something wrong.
"""

import re
from collections.abc import Iterator, Mapping

Place = tuple[str, ...]

_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"\s*([\w.\-\"' ]+?)\s*=\s*")
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{},\n]'
    r"|[^\s\[\]{},\"'#]+",
    re.DOTALL,
)


def places(text: str) -> Mapping[Place, int]:
    """The line of each table's header and of each key, by their path."""
    table: Place = ()
    lines: dict[Place, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _names(header[1])
            for depth in range(1, len(table) + 1):
                lines.setdefault(table[:depth], number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_names(key[1])), number)
    return lines


def line_of_entry(text: str, line: int, number: int) -> int:
    """The line of an entry (from 1) of the list whose key stands on this line; that line itself
    where no list begins there."""
    rest = "".join(text.splitlines(keepends=True)[line - 1 :])
    key = _KEY.match(rest)
    if key is None or not rest.startswith("[", key.end()):
        return line
    for found, place in enumerate(_entries(rest, key.end() + 1), 1):
        if found == number:
            return line + rest.count("\n", 0, place)
    return line


def _entries(text: str, start: int) -> Iterator[int]:
    """Where the values directly within the list that begins here stand."""
    depth, is_due = 1, True
    for token in _TOKEN.finditer(text, start):
        word = token[0]
        if word == "\n" or word.startswith("#"):
            continue
        if word in "]}":
            depth -= 1
        elif word == ",":
            is_due = is_due or depth == 1
        elif is_due:
            yield token.start()
            is_due = False
        if depth == 0:
            return
        depth += word in "[{"


def _names(dotted: str) -> Place:
    return tuple(name.strip(" \"'") for name in dotted.split("."))
