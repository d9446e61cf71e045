"""`reactie log`: every decision there ever was."""

import sys
from dataclasses import asdict

import click

from service.cli.database import (
    database_option,
    json_option,
    site_named,
    with_storage,
)
from service.cli.language import say
from service.cli.listing import print_json
from service.domain.ports import Storage
from service.domain.site import Site
from service.usecases.verify_log import LogReport, verify_log


@click.group("log")
def command() -> None:
    """The log of decisions.

    \b
    Example:
      reactie log verify && echo intact
    """


@command.command("verify")
@click.option("--site", metavar="SLUG", help="Only this site. [default: every site]")
@json_option
@database_option
@click.pass_context
def verify(ctx: click.Context, site: str | None, as_json: bool, database: str | None) -> None:
    """Find any decision that was changed, removed or put elsewhere. Exit code 1 when there is one.

    Each decision carries the hash of the one before it, so a change anywhere shows.
    """

    async def act(storage: Storage) -> list[LogReport]:
        sites = await storage.sites.all() if site is None else [await site_named(storage, site)]
        return [await _watched(each, storage) for each in sites]

    reports = with_storage(database, act, read_only=True)
    if as_json:
        print_json([{**asdict(report), "intact": is_whole(report)} for report in reports])
    else:
        for report in reports:
            click.echo(sentence(report))
    if not all(map(is_whole, reports)):
        ctx.exit(1)


async def _watched(site: Site, storage: Storage) -> LogReport:
    """Verifies one site's log, with a bar for who watches a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    hidden = not sys.stderr.isatty()
    with Progress(console=Console(stderr=True), transient=True, disable=hidden) as progress:
        bar = progress.add_task(site.slug)

        def show(checked: int, count: int) -> None:
            progress.update(bar, completed=checked, total=count)

        return await verify_log(site, storage=storage, progress=show)


def is_whole(report: LogReport) -> bool:
    """Whether nothing was found wrong."""
    return report.problem is None


def sentence(report: LogReport) -> str:
    """What was found, for a person."""
    outcome = "intact" if report.problem is None else report.problem
    part = "events." if report.part == "events" else ""
    return say(
        f"cli.log.{part}{outcome}",
        site=report.site,
        n=report.checked,
        position=report.broken_at or 0,
    )
