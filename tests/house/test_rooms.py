"""The architecture's own tests: what may import what, how big files get, how they are named."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, python_files, syntax_tree

NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
RECORDS = Path("service/storage/migrations/versions")  # a migration is never touched again
BEHIND_THE_ACTS = ("service.storage", "service.notify")
PURE_ROOMS = ("service/domain", "service/rules", "service/usecases")


def test_every_room_imports_only_the_rooms_below_it() -> None:
    linter = Path(sys.executable).with_name("lint-imports")

    outcome = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)

    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize("path", python_files(*PURE_ROOMS), ids=str)
def test_words_opinions_and_acts_use_only_the_standard_library(path: Path) -> None:
    imported = {name.split(".")[0] for name in _imports(syntax_tree(path))}

    # google-re2 alone runs patterns that anybody may write in time linear in the text.
    foreign = imported - set(sys.stdlib_module_names) - {"service", "re2"}

    assert not foreign


@pytest.mark.parametrize("path", python_files("service/web"), ids=str)
def test_doors_never_reach_past_the_acts_to_what_keeps_or_sends(path: Path) -> None:
    imported = _imports(syntax_tree(path))

    assert not [name for name in imported if name.startswith(BEHIND_THE_ACTS)]


@pytest.mark.parametrize(
    "path", [each for each in python_files("service", "tests") if each.parent != RECORDS], ids=str
)
def test_a_file_has_fewer_than_300_lines(path: Path) -> None:
    lines = (ROOT / path).read_text(encoding="utf-8").count("\n")

    assert lines < 300


@pytest.mark.parametrize("path", python_files("service", "tests"), ids=str)
def test_a_file_is_named_after_what_it_holds(path: Path) -> None:
    words = {word for part in path.with_suffix("").parts for word in part.split("_")}

    assert not words & NAMES_THAT_SAY_NOTHING


def _imports(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found
