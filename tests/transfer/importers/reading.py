"""Reading what a test writes as an importer does."""

import json
from pathlib import Path
from typing import Any

from service.domain.import_problem import Problem, Reason
from service.domain.neutral import NeutralComment, NeutralThread, Record
from service.transfer.importer import Importer, ReadOptions
from service.transfer.source import Source


def read(
    importer: Importer, folder: Path, content: Any, *, name: str = "file.json", **options: Any
) -> list[Record]:
    """The records of a file with this content: bytes as they are, everything else as JSON."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    file.write_bytes(raw)
    return read_path(importer, file, **options)


def read_path(importer: Importer, path: Path, **options: Any) -> list[Record]:
    """The records of a file or folder, which the importer must recognise."""
    with Source(path) as source:
        sure = max(importer.recognises(each.sample(), each.name) for each in source.entries())
        assert sure >= 0.3
        return list(importer.read(source, ReadOptions(**options)))


def comments(records: list[Record]) -> list[NeutralComment]:
    return [each for each in records if isinstance(each, NeutralComment)]


def threads(records: list[Record]) -> list[NeutralThread]:
    return [each for each in records if isinstance(each, NeutralThread)]


def reasons(records: list[Record]) -> list[Reason]:
    return [each.reason for each in records if isinstance(each, Problem)]
