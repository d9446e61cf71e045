"""Corpora of attacks that others collected; tests that need them skip where they are absent."""

import json
import os
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ATTACKS = Path(os.environ.get("REACTIE_SHARED", ROOT / "../shared")) / "data" / "attacks"

needs_corpora = pytest.mark.skipif(
    not ATTACKS.is_dir(),
    reason="no data/attacks: set REACTIE_SHARED to the folder that holds data/",
)


def entries(name: str) -> list[dict[str, Any]]:
    """The entries of a corpus, none where it is absent."""
    path = ATTACKS / name
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def texts(*names: str) -> list[str]:
    """The payloads as text; bytes that are no UTF-8 as the characters of Latin-1."""
    return [_text(entry) for name in names for entry in entries(name)]


def raw(entry: dict[str, Any]) -> bytes:
    """An entry's exact bytes."""
    return b64decode(entry["payload_b64"])


def _text(entry: dict[str, Any]) -> str:
    return str(entry["payload"]) if "payload" in entry else raw(entry).decode("latin-1")
