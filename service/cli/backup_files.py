"""What `backup`, `verify` and `restore` share: which database it is, a bar, and the report."""

import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

import click

from service.cli.database import settings_with
from service.cli.failures import fail
from service.cli.language import say
from service.cli.listing import print_json
from service.domain.backup import BackupReport, Stage, Told

T = TypeVar("T")

FILE = click.Path(path_type=Path, dir_okay=False)


def sqlite_file(database: str | None, command: str) -> Path:
    """The file that the settings name. PostgreSQL has commands of its own for this: it says so."""
    found = settings_with(database=database).database
    if found.startswith(("postgresql://", "postgres://")):
        fail(f"cli.{command}.postgres")
    return Path(found)


def watched(act: Callable[[Told], T]) -> T:
    """Runs the act, with a bar for who watches a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    hidden = not sys.stderr.isatty()
    with Progress(console=Console(stderr=True), transient=True, disable=hidden) as progress:
        bars: dict[Stage, object] = {}

        def told(stage: Stage, done: int, every: int) -> None:
            total = every or None
            if stage not in bars:
                bars[stage] = progress.add_task(say(f"cli.backup.{stage}"), total=total)
            progress.update(bars[stage], completed=done, total=total)  # type: ignore[arg-type]

        return act(told)


def print_report(report: BackupReport, key: str, *, as_json: bool, **more: str | None) -> None:
    """Prints what was found. Exit code 1 when it is not all there."""
    if as_json:
        print_json({**asdict(report), "intact": report.intact, **more})
    else:
        figures = {
            "file": report.file,
            "size": f"{report.bytes / 1_000_000:.1f}",
            "n": report.comments,
            "decisions": report.decisions,
        }
        click.echo(say(key, **figures))
        for site in report.broken_logs:
            click.echo(say("cli.backup.broken_log", site=site), err=True)
        if report.stray:
            click.echo(say("cli.backup.stray", n=report.stray), err=True)
    if not report.intact:
        click.get_current_context().exit(1)
