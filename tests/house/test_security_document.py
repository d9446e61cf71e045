"""docs/security.md names the tests that prove what it claims: each of them is there."""

import ast
import re
from functools import cache
from pathlib import Path

from tests.house.tree import ROOT, syntax_tree

DOCUMENT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
BUILT = [f"S-{number:02}" for number in range(1, 35) if number != 22]


def test_every_test_that_it_names_exists() -> None:
    named = NAMED.findall(DOCUMENT)

    missing = [
        f"{path}::{test}"
        for path, test in named
        if not (ROOT / path).is_file() or (test and test not in _tests_of(Path(path)))
    ]

    assert len(named) > 80
    assert missing == []


def test_every_claim_names_a_test_or_is_told_to_be_unproved() -> None:
    proved, _, unproved = DOCUMENT.partition("## What is not proved")
    lines = dict(re.findall(r"^\| (S-\d\d) \|(.*)$", proved, re.MULTILINE))

    assert list(lines) == BUILT
    assert all(NAMED.search(line) for line in lines.values())
    for claim in ("S-22", "S-35", "S-36"):
        assert claim in unproved


@cache
def _tests_of(path: Path) -> frozenset[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in syntax_tree(path).body if isinstance(node, kinds))
