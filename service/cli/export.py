"""`reactie export`: everything that was said on a site, as a file."""

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from service.cli.database import database_option, json_option, site_named, with_storage
from service.cli.language import say
from service.cli.listing import print_json
from service.domain.ports import Storage


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--site", required=True, metavar="SLUG", help="Whose comments.")
@click.option("--format", "form", default="neutral", show_default=True, metavar="NAME")
@click.option("--no-personal-data", is_flag=True, help="Without addresses; names stay.")
@click.option("--public-only", is_flag=True, help="Only what readers see.")
@json_option
@database_option
def command(
    file: Path,
    site: str,
    form: str,
    no_personal_data: bool,
    public_only: bool,
    as_json: bool,
    database: str | None,
) -> None:
    """Write all comments of a site to FILE, packed if it ends in .gz. The same comments always
    make the same bytes; `reactie import` reads it back.

    \b
    Examples:
      reactie export blog.comments.jsonl.gz --site blog
      reactie export public.comments.jsonl --site blog --public-only --no-personal-data
    """
    from service.domain.clock import utc_ms
    from service.domain.errors import Invalid
    from service.transfer.exporter import WriteOptions
    from service.transfer.exporters import EXPORTERS
    from service.usecases.export_comments import export_comments
    from service.web.rendering import MarkdownRenderer

    exporter = next((each for each in EXPORTERS if each.name == form), None)
    if exporter is None:
        known = ", ".join(each.name for each in EXPORTERS)
        raise Invalid("unknown_format", "format", format=form, known=known)
    options = WriteOptions(
        utc_ms(),
        personal_data=not no_personal_data,
        public_only=public_only,
        renderer=MarkdownRenderer(),
    )

    async def act(storage: Storage) -> dict[str, int]:
        known = await site_named(storage, site)
        told = {"pages": 0, "comments": 0}

        async def counted() -> Any:
            async for page in export_comments(known, storage=storage):
                told["pages"] += 1
                told["comments"] += len(page.comments)
                yield page

        beside = file.with_name(f"{file.name}.part")
        try:
            with _opened(beside, packed=file.suffix == ".gz") as out:
                async for part in exporter.write(known, counted(), options):
                    out.write(part)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
        return told

    told = with_storage(database, act, read_only=True)
    if as_json:
        print_json({"file": os.fspath(file), "format": form, "loses": exporter.losses, **told})
        return
    click.echo(say("cli.export.done", pages=told["pages"], n=told["comments"], file=file))
    if exporter.losses:
        words = [say(f"export.loses.{each}") for each in exporter.losses]
        click.echo(say("cli.export.loses", fields=", ".join(words)))


@contextmanager
def _opened(path: Path, *, packed: bool) -> Iterator[IO[bytes]]:
    """Packed bytes tell no time and no name, so that the same export is the same file."""
    with path.open("wb") as out:
        if packed:
            with gzip.GzipFile("", "wb", 6, out, mtime=0) as made:
                yield made  # type: ignore[misc]
        else:
            yield out
