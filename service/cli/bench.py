"""`reactie bench`: what there is to measure on."""

import sys
from pathlib import Path

import click

from service.cli.database import database_option, settings_with
from service.cli.failures import fail
from service.cli.language import say

LEAST = 1_000
MOST = 5_000_000


@click.group("bench")
def command() -> None:
    """Make databases to measure on.

    \b
    Example:
      reactie bench seed 20000 --database bench.db
    """


@command.command("seed")
@click.argument("count", type=click.IntRange(LEAST, MOST), metavar="N")
@click.option("--site", default="blog", show_default=True, metavar="SLUG", help="Its one site.")
@database_option
def seed(count: int, site: str, database: str | None) -> None:
    """Make up a blog with N comments in a new SQLite file: pages, answers, what the rules found and
    people decided, with a log that verifies.

    The same call again changes nothing. A file with anything else in it is left alone.

    \b
    Examples:
      reactie bench seed 20000 --database bench.db
      reactie bench seed 2000000 --site blog --database big.db
    """
    from service.cli.seed.make import NotOurs, is_made

    named = settings_with(database=database).database
    if named.startswith(("postgresql://", "postgres://")):
        fail("cli.bench.only_files")
    file = Path(named)
    try:
        is_there = is_made(file, count)
    except NotOurs:
        fail("cli.bench.not_ours", database=file)
    if not is_there:
        _make(file, site, count)
    megabytes = file.stat().st_size // 1_000_000
    click.echo(
        say("cli.bench.there" if is_there else "cli.bench.made", n=count, file=file, mb=megabytes)
    )


def _make(file: Path, site: str, count: int) -> None:
    """Makes it, with a bar for who watches a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    from service.cli.seed.make import make_history

    hidden = not sys.stderr.isatty()
    with Progress(console=Console(stderr=True), transient=True, disable=hidden) as progress:
        bar = progress.add_task(say("cli.bench.making"), total=count)
        make_history(file, site, count, lambda done: progress.update(bar, completed=done))
