"""The Makefile explains itself, and nothing mentions a target that is not there."""

import re
import subprocess

from tests.house.tree import ROOT, text_files

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def test_every_target_has_its_line_of_help() -> None:
    outcome = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    explained = set(re.findall(r"^  make ([a-z-]+) +\S", outcome.stdout, re.MULTILINE))

    assert explained == TARGETS


def test_every_target_is_made_anew_each_time() -> None:
    phony = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)

    assert set(" ".join(phony).split()) == TARGETS


def test_documents_mention_only_targets_that_exist() -> None:
    documents = [path for path in text_files() if path.suffix == ".md"]

    mentioned = {
        target
        for path in documents
        for target in re.findall(r"`make ([a-z-]+)|^\s*make ([a-z-]+)", _text(path), re.MULTILINE)
        for target in target
        if target
    }

    assert mentioned <= TARGETS


def test_ci_runs_the_same_tests_as_a_person() -> None:
    script = _text(".ci/run")

    assert "set -euo pipefail" in script
    assert "make test" in script


def _text(path: object) -> str:
    return (ROOT / str(path)).read_text(encoding="utf-8")
