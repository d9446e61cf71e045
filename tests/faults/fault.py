"""What a fault is: something that goes wrong with a running service, and what must still hold."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.postgres_server import PostgresServer

Figures = Mapping[str, int | float | str]


class NotRunError(Exception):
    """The fault cannot be brought about here; the message says why."""


@dataclass(frozen=True, slots=True)
class Control:
    """The same fault where the promise must break: proof that the count can tell.

    `said` tells what was altered and what came of it. `failed`: it broke, as it must.
    """

    said: str
    failed: bool


@dataclass(slots=True)
class Outcome:
    """What came of a fault: how many times it was brought about, what was counted, and in
    `broken` each promise that did not hold. Apart from those, in `late`, what took too long: on a
    machine with other work that may say nothing. `left_out` names what could not run here."""

    runs: int = 0
    figures: dict[str, int | float | str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def count(self, name: str, more: float = 1) -> None:
        """Adds to a figure; naming it with 0 shows that it was counted."""
        before = self.figures.get(name, 0)
        assert not isinstance(before, str)
        self.figures[name] = before + more

    def longest(self, name: str, seconds: float) -> None:
        """Keeps the largest of a figure."""
        before = self.figures.get(name, 0.0)
        assert not isinstance(before, str)
        self.figures[name] = round(max(float(before), seconds), 3)

    def demand(self, holds: bool, otherwise: str) -> None:
        """Notes what is broken, once."""
        if not holds and otherwise not in self.broken:
            self.broken.append(otherwise)

    def demand_none(self, *names: str) -> None:
        """These figures must be 0."""
        for name in names:
            found = self.figures.setdefault(name, 0)
            self.demand(not found, f"{name}: {found}")

    def demand_at_most(self, name: str, most: float) -> None:
        """The figure, a time, may not be larger."""
        found = self.figures.get(name, 0.0)
        assert not isinstance(found, str)
        if found > most:
            self.late.append(f"{name}: {found}, more than {most}")

    @property
    def held(self) -> bool:
        """Whether every promise but those of time held, and every control broke."""
        return not self.broken and all(control.failed for control in self.controls)


@dataclass(frozen=True, slots=True)
class Trial:
    """How often to bring the fault about, where to work, and whom to tell of progress. `quick`
    leaves out what takes long whatever the count. `postgres` is a server that runs already."""

    count: int
    folder: Path
    tell: Callable[[str], None]
    quick: bool = False
    postgres: PostgresServer | None = None

    def at(self, name: str) -> Path:
        """A new folder for a part of the trial."""
        made = self.folder / f"{name}-{time.monotonic_ns()}"
        made.mkdir(mode=0o755)
        return made


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the table: its id, what goes wrong, what must hold, how many times it is
    brought about by the quick tests and by `make faults`, and what does it (raises NotRunError)."""

    id: str
    name: str
    promise: str
    quick: int
    full: int
    act: Callable[[Trial], Awaitable[Outcome]]
    share: float = 1.0

    def limited(self, runs: int | None) -> int:
        """The full count, or what `runs` of the usual kind are of this: a `share` of it, for some
        take a minute each and others a moment."""
        if runs is None:
            return self.full
        return min(self.full, max(1, round(runs * self.share)))
