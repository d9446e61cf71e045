"""How cost grows, as a table and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from tests.benchmarks.load import Run
from tests.benchmarks.neighbours import QUIET
from tests.benchmarks.scale.work import WORKS, Work

MOST_GROWTH = 1.3
MOST_MEGABYTES = 120.0
MOST_START_SECONDS = 2.0
_PAGE = 4096

Runs = Mapping[str, Mapping[int, Sequence[Run]]]
"""By kind of work and size of the history, in the order of the rounds."""


@dataclass(frozen=True, slots=True)
class Measured:
    """`starts` are the seconds to the first answer by size; `memory` the megabytes of the server
    with most comments: when it has started, and when so many (`hot`) pages were read."""

    runs: Runs
    starts: Mapping[int, Sequence[float]]
    files: Mapping[int, int]
    hot: int
    memory: tuple[float, float]


@dataclass(frozen=True, slots=True)
class ScaleReport:
    """One measuring: when (ISO 8601, UTC), on what, with what, what came of it, and the share of
    the processors that others used meanwhile."""

    date: str
    machine: Mapping[str, str | int]
    versions: Mapping[str, str]
    measured: Measured
    others: float | None

    @property
    def goals(self) -> list[tuple[str, float, float, str]]:
        """Each goal that was measured: what, how much it is, how much it may be, in which unit."""
        found = [
            (f"{work.title}: time", growth(self.measured.runs[work.name], _milliseconds), 1.3, "×")
            for work in self._works()
            if work.must_stay
        ]
        largest = max(self.measured.files)
        start = median(self.measured.starts[largest])
        found.append((f"start at {largest:,} comments", start, MOST_START_SECONDS, "s"))
        hot = f"memory at {largest:,} comments, {self.measured.hot:,} hot pages"
        found.append((hot, self.measured.memory[1], MOST_MEGABYTES, "MB"))
        return found

    @property
    def is_undisturbed(self) -> bool:
        """Whether others left us the machine, as far as it can be known."""
        return self.others is None or self.others <= QUIET

    @property
    def is_reached(self) -> bool:
        """Whether every goal was."""
        return all(value <= most for _, value, most, _ in self.goals)

    def as_json(self) -> dict[str, Any]:
        """All of it, as JSON values."""
        goals = [
            {"what": what, "measured": value, "at_most": most, "unit": unit}
            for what, value, most, unit in self.goals
        ]
        return {**asdict(self), "goals": goals}

    def as_markdown(self, plot: str | None = None) -> str:
        """The tables for people, with a picture where there is one at that address."""
        machine = ", ".join(f"{name} {value}" for name, value in self.machine.items())
        versions = ", ".join(f"{name} {value}" for name, value in self.versions.items())
        parts = [
            f"Measured {self.date}. Machine: {machine}. Versions: {versions}.",
            *([] if plot is None else [f"![How cost grows with the comments]({plot})"]),
            self._growth(),
            self._costs(),
            self._rest(),
            self._goals(),
            self._disturbance(),
        ]
        return "\n\n".join(parts) + "\n"

    def _works(self) -> list[Work]:
        return [work for work in WORKS if work.name in self.measured.runs]

    def _growth(self) -> str:
        sizes = sorted(self.measured.files)
        heads = " | ".join(f"{size:,}" for size in sizes)
        lines = [f"| milliseconds each (p50) | {heads} | time × | CPU × | p99 at most |"]
        lines.append("|---|" + "--:|" * (len(sizes) + 3))
        for work in self._works():
            runs = self.measured.runs[work.name]
            each = " | ".join(f"{median(run.p50_ms for run in runs[size]):.2f}" for size in sizes)
            time, cpu = growth(runs, _milliseconds), growth(runs, _cpu)
            p99 = median(run.p99_ms for run in runs[sizes[-1]])
            lines.append(f"| {work.title} | {each} | {time:.2f} | {cpu:.2f} | {p99:.1f} |")
        return "\n".join(lines)

    def _costs(self) -> str:
        sizes = sorted(self.measured.files)
        heads = " | ".join(f"µs, {size:,} | pages, {size:,}" for size in sizes)
        lines = [f"| CPU, and pages of the file read, each | {heads} |"]
        lines.append("|---|" + "--:|--:|" * len(sizes))
        for work in self._works():
            runs = self.measured.runs[work.name]
            each = " | ".join(
                f"{median(map(_cpu, runs[size])):,.0f} | {median(map(_pages, runs[size])):,.1f}"
                for size in sizes
            )
            lines.append(f"| {work.title} | {each} |")
        return "\n".join(lines)

    def _rest(self) -> str:
        lines = ["| history | file | start to first answer |", "|--:|--:|--:|"]
        for size, megabytes in sorted(self.measured.files.items()):
            start = median(self.measured.starts[size])
            lines.append(f"| {size:,} | {megabytes:,} MB | {start:.2f} s |")
        began, hot = self.measured.memory
        told = f"Memory with most comments: {began:.0f} MB after the start, {hot:.0f} MB when "
        return "\n".join(lines) + f"\n\n{told}{self.measured.hot:,} pages were read."

    def _goals(self) -> str:
        lines = ["| goal | measured | reached |", "|---|--:|---|"]
        for what, value, most, unit in self.goals:
            reached = "yes" if value <= most else "**no**"
            lines.append(f"| {what} ≤ {most:g} {unit} | {value:.2f} {unit} | {reached} |")
        return "\n".join(lines)

    def _disturbance(self) -> str:
        if self.others is None:
            return "What others used of the machine meanwhile is not known here."
        told = f"Others used {self.others:.0%} of the machine meanwhile"
        return f"{told}." if self.is_undisturbed else f"**{told}: times prove little.**"


def growth(runs: Mapping[int, Sequence[Run]], of: Any) -> float:
    """How many times as much the largest history costs as the smallest: the median over the rounds,
    each of which had both, one after the other."""
    pairs = zip(runs[min(runs)], runs[max(runs)], strict=True)
    return median(of(large) / max(of(small), 1e-9) for small, large in pairs)


def _milliseconds(run: Run) -> float:
    return run.p50_ms


def _cpu(run: Run) -> float:
    return run.cpu_us


def _pages(run: Run) -> float:
    return run.bytes_read / _PAGE
