"""The data that real comments and attacks come from; tests that need it skip where it is not."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("REACTIE_SHARED", ROOT / "../shared")) / "data"


def shared_lines(name: str) -> list[str]:
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"no {name}: set REACTIE_SHARED to the folder that holds data/")
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def shared_rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in shared_lines(name)]
