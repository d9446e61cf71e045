"""What is known of a copy of the whole database that was checked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

Stage: TypeAlias = Literal["copying", "checking", "log"]
Told: TypeAlias = Callable[[Stage, int, int], None]
"""Hears how far a stage is: so much of so much. Of 0 is unknown."""


def silently(_stage: Stage, _done: int, _all: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A file whose pages, references and logs were read. `schema` is the data model it was
    written by. `broken_logs` names the sites whose log of decisions or events does not fit;
    `stray` counts rows that refer to one that is not there."""

    file: str
    bytes: int
    schema: str
    sites: int
    comments: int
    decisions: int
    broken_logs: tuple[str, ...] = ()
    stray: int = 0

    @property
    def intact(self) -> bool:
        """Whether everything is as it was written."""
        return not self.broken_logs and not self.stray


class BackupFolder(Protocol):
    """Where a server keeps copies of its own database, by the moment each was begun."""

    def moments(self) -> list[int]:
        """Those of the copies that are there, in UTC milliseconds, the oldest first. Raises
        OSError."""

    async def make(self, at: int) -> int:
        """Makes one that began at that moment; its size in bytes. Raises BackupFailed, OSError."""

    def remove(self, at: int) -> None:
        """Removes that one. Raises OSError."""


class BackupFailed(Exception):
    """No copy was made, or one whose log was tampered with. Says why in one line."""
