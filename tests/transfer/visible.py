"""The visible export files and what is in each: every importer adds a module to `formats/`."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import pytest

from service.domain.import_problem import Outcome, Problem
from service.domain.neutral import NeutralComment, NeutralThread, Record
from service.transfer.importer import Importer, ReadOptions
from service.transfer.importers import IMPORTERS
from service.transfer.source import Source

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("REACTIE_SHARED", ROOT / "../shared")) / "data" / "imports"


@dataclass(frozen=True)
class Visible:
    """A file, the importer that must recognise it, and what INDEX.md says is in it: `comments` are
    all records, whether imported or reported; `statuses` those that are imported."""

    path: str
    importer: str
    comments: int
    statuses: Mapping[str, int] = field(default_factory=dict)
    options: ReadOptions = field(
        default_factory=lambda: ReadOptions(base_url="https://blog.example")
    )

    def __str__(self) -> str:
        return self.path


def visible_files() -> list[Visible]:
    """All that `formats/` names."""
    modules = sorted(path.stem for path in Path(__file__).with_name("formats").glob("[a-z]*.py"))
    return [
        file for name in modules for file in import_module(f"tests.transfer.formats.{name}").FILES
    ]


def data_file(path: str) -> Path:
    """A file of the shared data; the test is skipped where it is not."""
    found = DATA / path
    if not found.exists():
        pytest.skip(f"no {path}: set REACTIE_SHARED to the folder that holds data/")
    return found


def importer_named(name: str) -> Importer:
    return next(each for each in IMPORTERS if each.name == name)


def read(file: Visible, path: Path | None = None) -> list[Record]:
    """All records of a file, or of another one with the same content."""
    with Source(path or data_file(file.path)) as source:
        return list(importer_named(file.importer).read(source, file.options))


def comments_of(records: Iterable[Record]) -> list[NeutralComment]:
    return [record for record in records if isinstance(record, NeutralComment)]


def threads_of(records: Iterable[Record]) -> list[NeutralThread]:
    return [record for record in records if isinstance(record, NeutralThread)]


def skipped(records: Iterable[Record]) -> list[Problem]:
    """The problems that stand for a record of their own."""
    return [
        record
        for record in records
        if isinstance(record, Problem) and record.outcome is Outcome.SKIPPED
    ]


def statuses(records: Iterable[Record]) -> Counter[str]:
    return Counter(comment.status.value for comment in comments_of(records))
