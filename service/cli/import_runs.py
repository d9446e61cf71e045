"""`reactie import list | undo`."""

from typing import TYPE_CHECKING

import click

from service.cli.database import (
    database_option,
    json_option,
    owner_at_the_terminal,
    with_storage,
)
from service.cli.import_shown import Bar
from service.cli.language import say
from service.cli.listing import print_json, print_table
from service.domain.ports import Storage

if TYPE_CHECKING:
    from service.domain.job import Job

MOST = 200


@click.command("list")
@json_option
@database_option
def list_(as_json: bool, database: str | None) -> None:
    """List what was imported, the newest first.

    \b
    Example:
      reactie import list
    """
    from service.usecases.start_import import KIND

    async def act(storage: Storage) -> "list[Job]":
        return list(await storage.jobs.newest(None, KIND, MOST))

    found = with_storage(database, act, read_only=True)
    if as_json:
        print_json([_values(job) for job in found])
        return
    rows = [
        [
            job.public_id,
            job.parameters["file"],
            job.parameters.get("format") or say("cli.import.undoing"),
            job.state.value,
            str(_count(job)),
        ]
        for job in found
    ]
    heads = [say(f"cli.import.heads.{name}") for name in ("file", "format", "state", "count")]
    print_table(["ID", *heads], rows, empty=say("cli.import.none"))


@click.command("undo")
@click.argument("run", metavar="ID")
@json_option
@database_option
def undo(run: str, as_json: bool, database: str | None) -> None:
    """Take an import back: all that nobody decided on, edited or answered since. It can be imported
    again.

    \b
    Example:
      reactie import undo 77aa…03
    """
    from service.domain.clock import utc_ms
    from service.usecases.run_import import run_undo
    from service.usecases.start_import import undo_import

    async def act(storage: Storage) -> "Job":
        job = await undo_import(
            run, runner="command", token=owner_at_the_terminal(), storage=storage, clock=utc_ms
        )
        with Bar("cli.import.undoing", job.total) as bar:
            return await run_undo(
                job, storage=storage, clock=utc_ms, told=lambda now: bar.at(now.done)
            )

    job = with_storage(database, act)
    undone, left = job.position["undone"], job.position["left"]
    if as_json:
        print_json({"id": job.public_id, "undone": undone, "left": left})
        return
    click.echo(say("cli.import.undone", n=undone))
    if left:
        click.echo(say("cli.import.left", n=left))


def _values(job: "Job") -> dict[str, object]:
    return {
        "id": job.public_id,
        "state": job.state.value,
        "done": job.done,
        "total": job.total,
        "created_by": job.created_by,
        "created_at": job.created_at,
        **job.parameters,
        **job.position,
    }


def _count(job: "Job") -> int:
    position = job.position
    return int(position["undone"] if "undone" in position else position["counts"]["created"])
