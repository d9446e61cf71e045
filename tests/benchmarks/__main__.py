"""`make bench`: Reactie beside the least that must be done, and beside Isso, in one run.

docs/benchmarks.md says how to read it.
"""

import argparse
import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError

from tests.benchmarks import isso
from tests.benchmarks.documents import write_with_plot
from tests.benchmarks.load import LoadError
from tests.benchmarks.machine import machine, versions
from tests.benchmarks.measure import NAMES, measure
from tests.benchmarks.neighbours import Neighbours
from tests.benchmarks.progress import tell
from tests.benchmarks.report import Report
from tests.benchmarks.server_process import StartError
from tests.benchmarks.work import Plan


def main(arguments: Sequence[str]) -> int:
    """Measures and prints. 1 when an acknowledged comment was not stored, with --check also when
    a goal was missed or others used the machine; 2 when it could not be measured."""
    given = _parser().parse_args(arguments)
    # A stopped benchmark must end its servers too: SIGTERM unwinds like Ctrl-C does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    plan = Plan(
        rounds=given.rounds,
        seconds=1.0 if given.quick else given.seconds,
        posts=300 if given.quick else given.posts,
        flush_ms=given.flush_ms,
    )
    venv = None if given.without_isso else _installed(given.isso_venv)
    now = datetime.now(UTC).isoformat(timespec="minutes")
    neighbours = Neighbours()
    try:
        measured = measure(plan, venv, given.only or ())
    except (StartError, LoadError, URLError) as error:
        tell(str(error))
        return 2
    others = neighbours.share()
    report = Report(now, machine(), versions(venv), measured, others, plan.flush_ms)
    sys.stdout.write(report.as_markdown())
    if given.json is not None:
        given.json.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=2) + "\n")
    if given.markdown is not None:
        write_with_plot(
            given.markdown, report.as_markdown, f"{given.markdown.stem}.svg", report.as_svg()
        )
    proven = report.is_undisturbed and all(each.is_reached for each in report.reached)
    return int(not report.is_lossless or (given.check and not proven))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter runs, rougher figures")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each server [5]")
    parser.add_argument("--seconds", type=float, default=2.0, help="seconds a run of GETs [2]")
    parser.add_argument("--posts", type=int, default=1500, help="comments a run of POSTs [1500]")
    parser.add_argument(
        "--flush-ms", type=float, default=0.0, help="a disk whose flushes take so much longer [0]"
    )
    parser.add_argument("--only", nargs="+", choices=NAMES, help="only this work")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything as JSON")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write tables and picture")
    parser.add_argument(
        "--check", action="store_true", help="fail unless all is reached, undisturbed"
    )
    parser.add_argument("--without-isso", action="store_true", help="leave Isso out")
    parser.add_argument("--isso-venv", type=Path, default=isso.DEFAULT_VENV, metavar="FOLDER")
    return parser


def _installed(venv: Path) -> Path | None:
    """The environment with Isso in it, or None, said out loud, when it cannot be had."""
    tell(f"Isso: {venv}")
    try:
        isso.install(venv)
    except subprocess.CalledProcessError as error:
        tell(f"Isso is left out, it could not be installed: {error}")
        return None
    return venv


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
