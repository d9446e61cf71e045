"""`make bench-scale`: the same work with 20,000, 200,000 and 2,000,000 comments, in one run.

docs/scale.md says how to read it.
"""

import argparse
import json
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.chart import Line, lines_chart
from tests.benchmarks.documents import write_with_plot
from tests.benchmarks.load import LoadError, Run, send
from tests.benchmarks.machine import machine, versions
from tests.benchmarks.neighbours import Neighbours
from tests.benchmarks.progress import Progress
from tests.benchmarks.reactie import list_path, served
from tests.benchmarks.requests import get_request
from tests.benchmarks.scale.blog import blog, hottest, seconds_to_first_answer, seed
from tests.benchmarks.scale.report import Measured, ScaleReport, growth
from tests.benchmarks.scale.work import WORKS, Work, measured
from tests.benchmarks.server_process import StartError, settle

SIZES = (20_000, 200_000, 2_000_000)
HOT = 10_000
_READERS = 4


def main(arguments: Sequence[str]) -> int:
    """Measures and prints. 1 with --check when a goal was missed or others used the machine; 2 when
    it could not be measured."""
    given = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    works = [work for work in WORKS if not given.only or work.name in given.only]
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        databases = {size: seed(folder.resolve(), size) for size in sorted(given.sizes)}
        neighbours = Neighbours()
        try:
            found = _measure(databases, works, given.rounds, folder)
        except (StartError, LoadError, OSError) as error:
            sys.stderr.write(f"{error}\n")
            return 2
        others = neighbours.share()
    now = datetime.now(UTC).isoformat(timespec="minutes")
    report = ScaleReport(now, machine(), versions(None), found, others)
    sys.stdout.write(report.as_markdown())
    if given.json is not None:
        given.json.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=2) + "\n")
    if given.markdown is not None:
        write_with_plot(given.markdown, report.as_markdown, "scale.svg", _plot(report))
    return int(given.check and not (report.is_reached and report.is_undisturbed))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scale", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each size [5]")
    parser.add_argument(
        "--only", nargs="+", choices=[work.name for work in WORKS], help="only this work"
    )
    parser.add_argument(
        "--folder", type=Path, help="keep the histories there, and use those that are there"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything as JSON")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write tables and picture")
    parser.add_argument(
        "--check", action="store_true", help="fail unless all is reached, undisturbed"
    )
    return parser


def _measure(
    databases: dict[int, Path], works: Sequence[Work], rounds: int, folder: Path
) -> Measured:
    runs: dict[str, dict[int, list[Run]]] = {
        work.name: {size: [] for size in databases} for work in works
    }
    progress = Progress((rounds + 1) * len(works) * len(databases) + rounds * len(databases) + 1)
    with ExitStack() as stack:
        blogs = [stack.enter_context(blog(file, size, folder)) for size, file in databases.items()]
        for turn in range(rounds + 1):
            for work in works:
                for each in blogs:
                    run = measured(work, each, turn)
                    # The first turn warms up.
                    if turn:
                        runs[work.name][each.comments].append(run)
                    progress.tell(f"{work.name} at {each.comments:,}: {run.p50_ms:.2f} ms")
    starts: dict[int, list[float]] = {size: [] for size in databases}
    for _ in range(rounds):
        for size, file in databases.items():
            starts[size].append(seconds_to_first_answer(file, folder))
            progress.tell(f"start at {size:,}: {starts[size][-1]:.2f} s")
    largest = databases[max(databases)]
    memory = _memory(largest, folder)
    progress.tell(f"memory: {memory[1]:.0f} MB")
    files = {size: file.stat().st_size // 1_000_000 for size, file in databases.items()}
    return Measured(runs, starts, files, HOT, memory)


def _memory(database: Path, folder: Path) -> tuple[float, float]:
    """Megabytes of a new server: at once, and after so many pages were read."""
    pages = hottest(database, HOT)
    with served(database, folder) as server:
        settle([server])
        before = server.megabytes()
        requests = [get_request(server.address, list_path(page)) for page in pages]
        send(server.address, requests, connections=_READERS)
        return before, server.megabytes()


def _plot(report: ScaleReport) -> str:
    """How many times the smallest history's processor time each kind of work takes."""
    sizes = sorted(report.measured.files)
    shown = []
    for work in WORKS:
        runs = report.measured.runs.get(work.name)
        if runs is not None:
            upto = [growth({sizes[0]: runs[sizes[0]], n: runs[n]}, _cpu) for n in sizes]
            shown.append(Line(work.name, tuple(upto)))
    return lines_chart(
        "Processor time of the server, times that at the smallest",
        [f"{size:,}" for size in sizes],
        shown,
    )


def _cpu(run: Run) -> float:
    return run.cpu_us


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
