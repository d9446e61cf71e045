"""The figures as ratios, against the goals, as JSON, as Markdown and as bars."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from statistics import median
from typing import Any

from tests.benchmarks.chart import Bar, bars_chart
from tests.benchmarks.load import Run
from tests.benchmarks.measure import Measured
from tests.benchmarks.neighbours import QUIET

OURS = "Reactie"


class Figure(Enum):
    """What a goal looks at, with how it is written. All but `MS` are ratios of two runs of one
    round: of answers a second, or of the longest waits (p99)."""

    RATE = "≥"
    P99 = "≤"
    MS = "≤ ms"


@dataclass(frozen=True, slots=True)
class Goal:
    """In the work, Reactie shall do at least so many times what `against` does (RATE), wait at most
    so many times as long (P99), or take at most so many milliseconds (MS)."""

    work: str
    against: str
    bound: float
    figure: Figure = Figure.RATE
    ours: str = OURS


GOALS = (
    Goal("read-50", "bare aiohttp", 0.9),
    Goal("read-50", "Isso", 400.0),
    Goal("post-16", "Isso", 8.0),
    Goal("post-16", "bare aiohttp", 0.5),
    Goal("flood", f"{OURS}, quiet", 5.0, Figure.P99, f"{OURS}, flooded"),
    Goal("start", OURS, 500.0, Figure.MS),
)


@dataclass(frozen=True, slots=True)
class Reached:
    """A goal with what was measured, the median over the rounds; None: it was not."""

    goal: Goal
    value: float | None

    @property
    def is_reached(self) -> bool:
        """Whether it was measured, and is enough."""
        if self.value is None:
            return False
        bound = self.goal.bound
        return self.value >= bound if self.goal.figure is Figure.RATE else self.value <= bound


@dataclass(frozen=True, slots=True)
class Report:
    """One measuring: when (ISO 8601, UTC), on what, with what, all its runs, and the share of the
    processors that others used meanwhile. Each flush took `flush_ms` longer than the disk's."""

    date: str
    machine: Mapping[str, str | int]
    versions: Mapping[str, str]
    measured: Measured
    others: float | None = None
    flush_ms: float = 0.0

    @property
    def is_undisturbed(self) -> bool:
        """Whether others left us the machine, as far as it can be known."""
        return self.others is None or self.others <= QUIET

    @property
    def reached(self) -> list[Reached]:
        """Every goal of the work that was done, with its figure."""
        return [
            Reached(goal, _figure(self.measured.runs[goal.work], goal))
            for goal in GOALS
            if goal.work in self.measured.runs
        ]

    @property
    def is_lossless(self) -> bool:
        """Whether every acknowledged comment was stored."""
        return self.measured.acknowledged == self.measured.stored

    def as_json(self) -> dict[str, Any]:
        """All of it, as JSON values."""
        goals = [
            {
                **asdict(each.goal),
                "figure": each.goal.figure.name.lower(),
                "measured": each.value,
                "reached": each.is_reached,
            }
            for each in self.reached
        ]
        return {**asdict(self), "goals": goals}

    def as_markdown(self, plot: str | None = None) -> str:
        """The tables for people, with a picture where there is one at that address."""
        measured = self.measured
        machine = ", ".join(f"{name} {value}" for name, value in self.machine.items())
        versions = ", ".join(f"{name} {value}" for name, value in self.versions.items())
        sizes = ", ".join(f"{name} {size:,}" for name, size in measured.sizes.items())
        parts = [
            f"Measured {self.date}. Machine: {machine}. Versions: {versions}.",
            *([_slower(self.flush_ms)] if self.flush_ms else []),
            _goals(self.reached),
            *([] if plot is None else [f"![How many times as much Reactie does]({plot})"]),
        ]
        for name, runs in measured.runs.items():
            parts += [f"**{measured.titles[name]}** (`{name}`)", _table(runs)]
        parts += [
            f"Bytes of what Reactie answers: {sizes}.",
            _lost_or_not(measured),
            _disturbance(self),
        ]
        return "\n\n".join(parts) + "\n"

    def as_svg(self) -> str:
        """How many times as much Reactie does as each of the others, with marks at the goals."""
        goals = {(goal.work, goal.against): goal.bound for goal in GOALS if goal.work != "start"}
        bars = []
        for name, runs in self.measured.runs.items():
            for against in runs:
                found = ratio(runs, against) if against != OURS else None
                if found is not None:
                    goal = goals.get((name, against))
                    bars.append(Bar(f"{name} against {against}", found, goal))
        return bars_chart("How many times as much Reactie does in a second", bars)


def ratio(runs: Mapping[str, Sequence[Run]], against: str) -> float | None:
    """How many times faster Reactie was: the median over the rounds, each of which ran both one
    after the other. None when one of them was not measured."""
    return _median(runs, OURS, against, lambda ours, theirs: ours.rate / theirs.rate)


def cpu_ratio(runs: Mapping[str, Sequence[Run]], against: str) -> float | None:
    """How many times the processor time of Reactie the other took for each answer."""
    return _median(
        runs, OURS, against, lambda ours, theirs: theirs.cpu_us / ours.cpu_us if ours.cpu_us else 0
    )


def _figure(runs: Mapping[str, Sequence[Run]], goal: Goal) -> float | None:
    if goal.figure is Figure.RATE:
        return ratio(runs, goal.against)
    if goal.figure is Figure.MS:
        return median(run.p50_ms for run in runs[goal.ours]) if runs.get(goal.ours) else None
    return _median(runs, goal.ours, goal.against, lambda ours, other: ours.p99_ms / other.p99_ms)


def _median(runs: Mapping[str, Sequence[Run]], ours: str, theirs: str, of: Any) -> float | None:
    if ours not in runs or theirs not in runs:
        return None
    return median(of(*pair) for pair in zip(runs[ours], runs[theirs], strict=True))


def _slower(flush_ms: float) -> str:
    return f"**Each flush of a database took {flush_ms:g} ms longer than the disk needed.**"


def _lost_or_not(measured: Measured) -> str:
    return (
        f"Acknowledged by Reactie: {measured.acknowledged:,}. "
        f"In its file after SIGKILL: {measured.stored:,}."
    )


def _table(runs: Mapping[str, Sequence[Run]]) -> str:
    lines = ["| server | a second | each run | Reactie × | p50 | p99 | CPU each | CPU × |"]
    lines.append("|---|--:|---|--:|--:|--:|--:|--:|")
    for name, done in runs.items():
        rate = median(run.rate for run in done)
        rates = " · ".join(_rate(run.rate) for run in done)
        p50, p99 = median(run.p50_ms for run in done), median(run.p99_ms for run in done)
        cpu = median(run.cpu_us for run in done)
        times, cpu_times = _times(name, ratio(runs, name)), _times(name, cpu_ratio(runs, name))
        lines.append(
            f"| {name} | {_rate(rate)} | {rates} | {times} |"
            f" {p50:.1f} ms | {p99:.1f} ms | {cpu:,.0f} µs | {cpu_times} |"
        )
    return "\n".join(lines)


def _rate(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.2f}"


def _times(name: str, found: float | None) -> str:
    return "" if name == OURS or found is None else f"{found:.2f}"


def _disturbance(report: Report) -> str:
    if report.others is None:
        return "What others used of the machine meanwhile is not known here."
    told = f"Others used {report.others:.0%} of the machine meanwhile"
    return f"{told}." if report.is_undisturbed else f"**{told}: these ratios prove little.**"


def _goals(reached: Sequence[Reached]) -> str:
    lines = ["| goal | measured | reached |", "|---|--:|---|"]
    for each in reached:
        goal = each.goal
        told = {
            Figure.RATE: f"{goal.work}: ≥ {goal.bound:g} × {goal.against}",
            Figure.P99: f"{goal.work}: p99 ≤ {goal.bound:g} × {goal.against}",
            Figure.MS: f"{goal.work}: ≤ {goal.bound:g} ms",
        }[goal.figure]
        unit = "ms" if goal.figure is Figure.MS else "×"
        found = "not measured" if each.value is None else f"{each.value:.2f} {unit}"
        lines.append(f"| {told} | {found} | {'yes' if each.is_reached else '**no**'} |")
    return "\n".join(lines)
