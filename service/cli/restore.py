"""`reactie restore`: a backup takes the place of the database."""

from pathlib import Path

import click

from service.cli.backup_files import FILE, print_report, sqlite_file, watched
from service.cli.database import database_option, json_option
from service.cli.language import say


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Even if not all is there that should be.")
@json_option
@database_option
def command(file: Path, *, force: bool, as_json: bool, database: str | None) -> None:
    """Put the backup FILE in the place of the database. Stop the server first.

    FILE is read first; one that is damaged, or written by a newer Reactie, is refused and nothing
    changes. The database that was there stays beside it, under its name with `.replaced-` and the
    time. Everybody has to sign in again. Doing it twice does nothing more.

    \b
    Example:
      systemctl stop reactie && reactie restore /var/backups/reactie-monday.db
    """
    from service.domain.clock import utc_ms
    from service.storage.backup import restore

    target = sqlite_file(database, "restore")
    done = watched(lambda told: restore(file, target, clock=utc_ms, force=force, told=told))
    if done.kept is not None and not as_json:
        click.echo(say("cli.restore.kept", path=str(done.kept)))
    kept = None if done.kept is None else str(done.kept)
    print_report(
        done.report, "cli.restore.done", as_json=as_json, database=str(target), replaced=kept
    )
