"""`reactie import`: comments come along from elsewhere."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.cli import import_runs
from service.cli.database import (
    database_option,
    json_option,
    owner_at_the_terminal,
    site_named,
    with_storage,
)
from service.cli.import_shown import Bar, show_report, write_log
from service.cli.listing import print_json
from service.domain.ports import Storage

AT_ONCE = 2_000
"""Comments in one transaction where the machine is fast enough: the more, the less often each page
of an index is written."""

if TYPE_CHECKING:
    from service.domain.job import Job
    from service.transfer.importer import ReadOptions


_TOLD = ("base_url", "page_pattern", "blog", "zone", "date_format")


class _FileFirst(click.Group):
    """A group whose first argument is a file, unless it is one of its commands."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads what is no command and no plea for help as the arguments of `file`."""
        if args and args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["file", *args]
        return super().parse_args(ctx, args)


@click.group("import", cls=_FileFirst)
def command() -> None:
    """Bring comments along from another system: reactie import FILE --site SLUG.

    FILE is what that system exports: plain, gzip, zip, tar, or a folder. What it is gets
    recognised. Importing it again makes nothing twice; what was decided here stays.

    \b
    Examples:
      reactie import takeout.zip --site blog --dry-run
      reactie import blog.xml --site blog --host old-name.blogspot.com
      reactie import list
      reactie import undo 77aa…03
    See `reactie import file --help` for all options.
    """


@command.command("file")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--site", required=True, metavar="SLUG", help="Where the comments go.")
@click.option("--format", "form", metavar="NAME", help="What it is. [default: recognised]")
@click.option("--dry-run", is_flag=True, help="Only say what would be imported.")
@click.option("--as-pending", is_flag=True, help="What was approved there waits here.")
@click.option("--teach", is_flag=True, help="Approvals and spam there teach the site's model.")
@click.option(
    "--host", "hosts", multiple=True, metavar="HOST", help="Where the blog lived; may be repeated."
)
@click.option("--base-url", metavar="URL", help="Where the pages are, if the file does not tell.")
@click.option("--page-pattern", metavar="URL", help="A page's address, with {name} in it.")
@click.option("--blog", metavar="NAME", help="Which one, if the file has several.")
@click.option("--zone", default="UTC", show_default=True, help="Of times without a zone.")
@click.option("--date-format", metavar="FORMAT", help="For CSV, as of strptime: %d-%m-%Y %H:%M.")
@click.option(
    "--column", "columns", multiple=True, metavar="COLUMN=FIELD", help="For CSV; may be repeated."
)
@click.option("--partial", is_flag=True, help="Take what is there of a file that was cut.")
@click.option(
    "--log",
    "log",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="Write the report's rows there (.csv or JSON Lines).",
)
@json_option
@database_option
def file_(file: Path, site: str, as_json: bool, database: str | None, **asked: Any) -> None:
    """Import FILE into a site.

    \b
    Examples:
      reactie import blog.xml --site blog --dry-run
      reactie import comments.db --site blog
      reactie import _data/comments --site blog --page-pattern 'https://blog.example/{name}/'
    """

    async def act(storage: Storage) -> None:
        from service.domain.errors import Invalid
        from service.transfer.reading import opened
        from service.transfer.workbench import Workbench
        from service.usecases.preview_import import preview_import
        from service.usecases.site_settings import SiteSettings, site_with

        options = _options(asked)
        if asked["log"] is not None:
            asked["log"].touch()  # that it cannot be written is told before anything is made
        known = await site_named(storage, site)
        site_with(known, SiteSettings(hosts=[*asked["hosts"]], origins=[]))  # refuses no host
        with (
            opened(file, asked["form"]) as found,
            Workbench(known, hosts=asked["hosts"], as_pending=asked["as_pending"]) as bench,
        ):
            with Bar("cli.import.reading", found.size) as bar:
                await asyncio.to_thread(_read, bench, found, options, bar)
            report = await preview_import(bench, known, storage=storage)
            job = refused = None
            if not asked["dry_run"]:
                try:
                    job = await _make(storage, known, bench, report, file, found, asked)
                except Invalid as error:
                    refused = error
            if asked["log"] is not None:
                write_log(bench, asked["log"])
        _tell(report, job, file, found.importer, as_json=as_json)
        if refused is not None and refused.code != "import_nothing":
            raise refused

    with_storage(database, act, read_only=asked["dry_run"])


command.add_command(import_runs.list_)
command.add_command(import_runs.undo)


def _options(asked: dict[str, Any]) -> "ReadOptions":
    from service.transfer.asked import column, date_format, web_address
    from service.transfer.importer import ReadOptions
    from service.transfer.reading import zone_named

    return ReadOptions(
        base_url=web_address("base_url", asked["base_url"]),
        zone=zone_named(asked["zone"]),
        page_pattern=web_address("page_pattern", asked["page_pattern"]),
        blog=asked["blog"],
        date_format=date_format(asked["date_format"]),
        columns=dict(column(each) for each in asked["columns"]),
    )


def _read(bench: Any, found: Any, options: "ReadOptions", bar: Bar) -> None:
    import gc

    from service.domain.clock import utc_ms

    gc.freeze()  # the program itself stays: it need not be looked through for each some records
    for _ in bench.take(found.importer.read(found.source, options), utc_ms()):
        bar.at(found.source.read_bytes)


async def _make(
    storage: Storage,
    site: Any,
    bench: Any,
    report: dict[str, Any],
    file: Path,
    found: Any,
    asked: dict[str, Any],
) -> "Job":
    from service.domain.clock import utc_ms
    from service.usecases.run_import import run_import
    from service.usecases.start_import import ImportOrder, start_import

    order = ImportOrder(
        site,
        file.name,
        found.importer.name,
        found.digest,
        teaches=asked["teach"],
        as_pending=asked["as_pending"],
        hosts=asked["hosts"],
        partial=asked["partial"],
        reading={name: asked[name] for name in _TOLD} | {"columns": [*asked["columns"]]},
    )
    acts: dict[str, Any] = {"storage": storage, "clock": utc_ms}
    job = await start_import(
        order, bench.count(), report, runner="command", token=owner_at_the_terminal(), **acts
    )
    with Bar("cli.import.making", job.total, failed="cli.import.go_on") as bar:
        return await run_import(
            job, bench, told=lambda now: bar.at(now.done), at_once=AT_ONCE, **acts
        )


def _tell(
    report: dict[str, Any], job: "Job | None", file: Path, importer: Any, *, as_json: bool
) -> None:
    if as_json:
        print_json(
            {
                "id": None if job is None else job.public_id,
                "state": None if job is None else job.state.value,
                "file": file.name,
                "format": importer.name,
                **({} if job is None else {"done": dict(job.position["counts"])}),
                **report,
            }
        )
        return
    show_report(report, job, file.name, importer.title)
