"""`reactie backup`: a checked copy of the database, made while the server runs."""

from pathlib import Path

import click

from service.cli.backup_files import FILE, print_report, sqlite_file, watched
from service.cli.database import database_option, json_option


@click.command("backup")
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@click.option("--gently", is_flag=True, help="Take longer, and leave a busy server the disk.")
@json_option
@database_option
def command(file: Path, *, force: bool, gently: bool, as_json: bool, database: str | None) -> None:
    """Copy the database to FILE as it is at this moment, beside a running server.

    The copy is read again before it counts: every page, reference and log entry. FILE appears,
    readable by you alone, when all of it is on the disk. Exit code 1 when it could not be made, or
    when something in it is missing. A server makes such copies by itself where the setting
    `backup_folder` says so.

    \b
    Examples:
      reactie backup /var/backups/reactie-monday.db --force
      reactie backup copy.db --json | jq .comments
    """
    import os

    from service.domain.clock import utc_ms
    from service.storage.backup import back_up

    source = sqlite_file(database, "backup")
    if gently:
        os.nice(10)
    report = watched(
        lambda told: back_up(source, file, clock=utc_ms, replace=force, gently=gently, told=told)
    )
    print_report(report, "cli.backup.made", as_json=as_json)
