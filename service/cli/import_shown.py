"""How imports are shown at a terminal: a bar while they run, then what was odd."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import click

from service.cli.language import say
from service.cli.listing import print_table, visible

if TYPE_CHECKING:
    from service.domain.imported import Bench
    from service.domain.job import Job

SAMPLE = 60
_SOME = 1_000


class Bar:
    """A bar for who watches a terminal. `failed` is the sentence for when it ends too soon."""

    def __init__(self, key: str, total: int, *, failed: str | None = None) -> None:
        from rich.console import Console
        from rich.progress import Progress

        hidden = not sys.stderr.isatty()
        self._failed = failed
        self._progress = Progress(console=Console(stderr=True), transient=True, disable=hidden)
        self._bar = self._progress.add_task(say(key), total=total)

    def at(self, done: int) -> None:
        """So far it is."""
        self._progress.update(self._bar, completed=done)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._progress.stop()
        if kind is not None and self._failed is not None:
            click.echo(say(self._failed), err=True)


def show_report(report: dict[str, Any], job: "Job | None", file: str, form: str) -> None:
    """Prints what was read, what came of it, and what was odd."""
    if not report["records"] and not report["cut"]:
        click.echo(say("cli.import.nothing", file=file, format=form))
        return
    counts = report["counts"] if job is None else job.position["counts"]
    local = sum(counts.get(name, 0) for name in ("changed", "erased", "differs"))
    pages = report["pages"]
    click.echo(say("cli.import.format", file=file, format=form))
    click.echo(say("cli.import.read", n=report["records"]))
    click.echo(
        say(
            "cli.import.would" if job is None else "cli.import.did",
            n=counts.get("created", 0),
            known=counts.get("unchanged", 0) + counts.get("merged", 0),
            aside=counts.get("aside", 0),
            local=local,
        )
    )
    kinds = {name: pages[name] for name in ("new", "existing", "held")}
    click.echo(say("cli.import.pages", **kinds))
    if pages["held"] and not pages["new"] + pages["existing"]:
        _propose_hosts(pages["items"])
    rows = [
        [
            say(f"import.reason.{reason}"),
            str(found["count"]),
            visible(_sample(found["samples"]))[:SAMPLE],
        ]
        for reason, found in report["reasons"].items()
    ]
    if rows:
        heads = [say(f"cli.import.heads.{name}") for name in ("reason", "count", "sample")]
        print_table(heads, rows, empty="")
    if job is not None:
        click.echo(say("cli.import.undo", id=job.public_id))


def write_log(bench: "Bench", path: Path) -> None:
    """Writes every row of the report: as CSV to a file of that name, else as JSON Lines."""
    from service.transfer.csv_lines import csv_line
    from service.transfer.problem_values import shown_problem

    after, as_table = 0, path.suffix == ".csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        while rows := bench.problems(after, _SOME):
            after = rows[-1][0]
            for _, problem in rows:
                values = shown_problem(problem)
                line = json.dumps(values, ensure_ascii=False) + "\n"
                file.write(csv_line([*values.values()]) if as_table else line)


def _propose_hosts(items: list[dict[str, Any]]) -> None:
    held = [item["key"].removeprefix("held:") for item in items]
    hosts = sorted({key.partition("/")[0] for key in held if "/" in key})
    if hosts:
        click.echo(say("cli.import.hosts", hosts=", ".join(hosts[:5]), first=hosts[0]))


def _sample(samples: list[dict[str, Any]]) -> str:
    first = samples[0]
    return " ".join(part for part in (first["about"], first["excerpt"]) if part)
