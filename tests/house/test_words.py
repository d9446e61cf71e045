"""What no file of the repository says: paths of one machine, and work put off."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, text_files

HOME_FOLDERS = re.compile(r"(?<![\w.])/(?:home|Users|work)/[a-z]")
PUT_OFF = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
WRITTEN_BY_TOOLS = {".lock"}


def _written() -> list[Path]:
    """All but what tools write."""
    return [path for path in text_files() if path.suffix not in WRITTEN_BY_TOOLS]


@pytest.mark.parametrize("path", _written(), ids=str)
def test_no_file_names_a_folder_of_somebodys_machine(path: Path) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")

    assert not HOME_FOLDERS.findall(text)


@pytest.mark.parametrize("path", _written(), ids=str)
def test_no_file_puts_work_off(path: Path) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")

    assert not PUT_OFF.findall(text)
