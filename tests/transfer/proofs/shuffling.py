"""The same export with its records in another order, as text."""

import gzip
import json
import random
import re
from collections.abc import Callable
from typing import Any

_RECORD = re.compile(
    r"<!--.*?-->|<((?:\w+:)?(?:entry|item|post|thread))(?:\s[^>]*[^>/])?>.*?</\1>", re.DOTALL
)


def shuffled(data: bytes, seed: int) -> bytes | None:
    """Entries, items, posts and threads of XML, the lists of JSON, and the lines of JSON Lines
    after the first; None for what has no such order."""
    plain = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    mix = random.Random(seed).shuffle
    try:
        text = plain.decode()
    except UnicodeDecodeError:
        return None
    if text.lstrip("\ufeff \n\t").startswith("<"):
        return _xml(text, mix).encode()
    try:
        return json.dumps(_lists(json.loads(text), mix), ensure_ascii=False).encode()
    except ValueError:
        return _lines(text, mix)


def _xml(text: str, mix: Callable[[list[str]], None]) -> str:
    parts = [found[0] for found in _RECORD.finditer(text) if found[1]]
    mix(parts)
    following = iter(parts)
    return _RECORD.sub(lambda found: next(following) if found[1] else found[0], text)


def _lists(value: Any, mix: Callable[[list[Any]], None]) -> Any:
    if isinstance(value, dict):
        return {name: _lists(each, mix) for name, each in value.items()}
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        parts = [_lists(each, mix) for each in value]
        mix(parts)
        return parts
    return value


def _lines(text: str, mix: Callable[[list[str]], None]) -> bytes | None:
    first, *rest = text.splitlines()
    try:
        for line in rest:
            json.loads(line)
    except ValueError:
        return None
    mix(rest)
    return "\n".join([first, *rest, ""]).encode()
