"""The figures as ratios, against the goals, as JSON and as Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from tests.benchmarks.load import CONNECTIONS, Run
from tests.benchmarks.measure import COMMENTS, Measured
from tests.benchmarks.neighbours import QUIET


@dataclass(frozen=True, slots=True)
class Goal:
    """Reactie's rate shall be `at_least` this many times that of the server `against`."""

    kind: str
    against: str
    at_least: float


GOALS = (
    Goal("GET", "bare aiohttp", 0.7),
    Goal("GET", "Isso", 100.0),
    Goal("POST", "Isso", 3.0),
)


@dataclass(frozen=True, slots=True)
class Reached:
    """A goal with what was measured: the median of the ratios of each round, or None."""

    goal: Goal
    ratio: float | None

    @property
    def is_reached(self) -> bool:
        """Whether it was measured, and is enough."""
        return self.ratio is not None and self.ratio >= self.goal.at_least


@dataclass(frozen=True, slots=True)
class Report:
    """One measuring: when (ISO 8601, UTC), on what, with what, all its runs, and the share of the
    processors that others used meanwhile."""

    date: str
    machine: Mapping[str, str | int]
    versions: Mapping[str, str]
    measured: Measured
    others: float | None = None

    @property
    def is_undisturbed(self) -> bool:
        """Whether others left us the machine, as far as it can be known."""
        return self.others is None or self.others <= QUIET

    @property
    def reached(self) -> list[Reached]:
        """Every goal with its ratio."""
        return [Reached(goal, ratio(self._runs(goal.kind), goal.against)) for goal in GOALS]

    @property
    def is_lossless(self) -> bool:
        """Whether every acknowledged comment was stored."""
        return self.measured.acknowledged == self.measured.stored

    def as_json(self) -> dict[str, Any]:
        """All of it, as JSON values."""
        goals = [
            {**asdict(each.goal), "ratio": each.ratio, "reached": each.is_reached}
            for each in self.reached
        ]
        return {**asdict(self), "goals": goals}

    def as_markdown(self) -> str:
        """The tables for people."""
        measured = self.measured
        machine = ", ".join(f"{name} {value}" for name, value in self.machine.items())
        versions = ", ".join(f"{name} {value}" for name, value in self.versions.items())
        size = ", ".join(f"{name} {size:,} bytes" for name, size in measured.sizes.items())
        parts = [
            f"Measured {self.date}. Machine: {machine}. Versions: {versions}.",
            f"**GET** of a page with {COMMENTS} comments, {CONNECTIONS} connections ({size})",
            _table(measured.reads),
            f"**POST** of comments, {CONNECTIONS} connections",
            _table(measured.posts),
            _lost_or_not(measured),
            _goals(self.reached),
            _disturbance(self),
        ]
        return "\n\n".join(parts) + "\n"

    def _runs(self, kind: str) -> Mapping[str, list[Run]]:
        return self.measured.reads if kind == "GET" else self.measured.posts


def ratio(runs: Mapping[str, Sequence[Run]], against: str) -> float | None:
    """How many times faster Reactie was: the median over the rounds, each of which ran both one
    after the other. None when the other was not measured."""
    if against not in runs:
        return None
    pairs = zip(runs["Reactie"], runs[against], strict=True)
    return median(ours.rate / theirs.rate for ours, theirs in pairs)


def _lost_or_not(measured: Measured) -> str:
    return (
        f"Acknowledged by Reactie: {measured.acknowledged:,}. "
        f"In its file after SIGKILL: {measured.stored:,}."
    )


def _table(runs: Mapping[str, Sequence[Run]]) -> str:
    lines = ["| server | per second | each run | p50 | p99 | CPU each |"]
    lines.append("|---|--:|---|--:|--:|--:|")
    for name, done in runs.items():
        rates = " · ".join(f"{run.rate:,.0f}" for run in done)
        rate = median(run.rate for run in done)
        p50, p99 = median(run.p50_ms for run in done), median(run.p99_ms for run in done)
        cpu = median(run.cpu_us for run in done)
        lines.append(
            f"| {name} | {rate:,.0f} | {rates} | {p50:.1f} ms | {p99:.1f} ms | {cpu:,.0f} µs |"
        )
    return "\n".join(lines)


def _disturbance(report: Report) -> str:
    if report.others is None:
        return "What others used of the machine meanwhile is not known here."
    told = f"Others used {report.others:.0%} of the machine meanwhile"
    return f"{told}." if report.is_undisturbed else f"**{told}: these ratios prove little.**"


def _goals(reached: Sequence[Reached]) -> str:
    lines = ["| goal | measured | reached |", "|---|--:|---|"]
    for each in reached:
        goal = f"{each.goal.kind} ≥ {each.goal.at_least:g} × {each.goal.against}"
        found = "not measured" if each.ratio is None else f"{each.ratio:.2f} ×"
        lines.append(f"| {goal} | {found} | {'yes' if each.is_reached else '**no**'} |")
    return "\n".join(lines)
