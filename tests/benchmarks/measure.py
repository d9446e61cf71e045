"""Short runs, one server after the other, again and again, so that all see the same machine."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.field import field
from tests.benchmarks.load import Run
from tests.benchmarks.progress import Progress
from tests.benchmarks.reactie import stored
from tests.benchmarks.reading_work import reading_work
from tests.benchmarks.starting_work import starting_work
from tests.benchmarks.work import Bench, Plan, Work
from tests.benchmarks.writing_work import writing_work

NAMES = (
    "read-50", "read-500", "read-304", "read-gzip", "read-50-cold", "read-500-cold", "counts",
    "queue", "post-1", "post-16", "post-64", "mixed", "decide", "flood", "start",
)  # fmt: skip
"""All kinds of work, in their order."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The runs of each kind of work by its name, of each who did it by his, in the order of the
    rounds. `sizes` are the bytes of the lists that were read; `acknowledged` and `stored` count
    Reactie's comments."""

    titles: Mapping[str, str]
    runs: Mapping[str, Mapping[str, Sequence[Run]]]
    sizes: Mapping[str, int]
    acknowledged: int
    stored: int


def measure(plan: Plan, isso_venv: Path | None, only: Collection[str]) -> Measured:
    """Starts the servers with empty databases, measures them in turn and ends them.

    Raises StartError and LoadError.
    """
    with field(isso_venv, plan.flush_ms) as servers:
        bench = Bench(servers, plan)
        works = [work for work in _works(bench) if not only or work.name in only]
        runs = _rounds(works, plan.rounds)
        return Measured(
            titles={work.name: work.title for work in works},
            runs=runs,
            sizes={name: len(body) for name, body in servers.bodies.items()},
            acknowledged=len(bench.answers),
            stored=stored(servers.reactie, bench.answers),
        )


def _works(bench: Bench) -> Iterator[Work]:
    yield from reading_work(bench)
    yield from writing_work(bench)
    yield from starting_work(bench)


def _rounds(works: Sequence[Work], rounds: int) -> dict[str, dict[str, list[Run]]]:
    """The first round of all only warms up."""
    found: dict[str, dict[str, list[Run]]] = {
        work.name: {name: [] for name in work.runs} for work in works
    }
    progress = Progress((rounds + 1) * sum(len(work.runs) for work in works))
    for turn in range(rounds + 1):
        for work in works:
            for name, one in work.runs.items():
                run = one()
                if turn:
                    found[work.name][name].append(run)
                progress.tell(f"{work.name}, {name}: {run.rate:,.0f}/s, p99 {run.p99_ms:.1f} ms")
    return found
