"""Reads what a test wrote, with one importer."""

from pathlib import Path

from service.domain.import_problem import Problem
from service.domain.neutral import NeutralComment, NeutralThread, Record
from service.transfer.importer import Importer, ReadOptions
from service.transfer.source import Source
from tests.transfer.visible import comments_of, threads_of


class Read:
    """The records of a text, or of a folder of files by their names."""

    def __init__(
        self,
        importer: Importer,
        files: str | dict[str, str],
        folder: Path,
        options: ReadOptions | None = None,
    ) -> None:
        for name, text in ({"file": files} if isinstance(files, str) else files).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        with Source(folder) as source:
            self.records: list[Record] = list(importer.read(source, options or ReadOptions()))

    @property
    def comments(self) -> list[NeutralComment]:
        """All comments."""
        return comments_of(self.records)

    @property
    def comment(self) -> NeutralComment:
        """The only comment."""
        (only,) = self.comments
        return only

    @property
    def threads(self) -> list[NeutralThread]:
        """All threads."""
        return threads_of(self.records)

    @property
    def said(self) -> list[tuple[str, str]]:
        """The problems: reason and outcome."""
        return [
            (each.reason.value, each.outcome.value)
            for each in self.records
            if isinstance(each, Problem)
        ]
