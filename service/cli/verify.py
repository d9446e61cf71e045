"""`reactie verify`: is this backup, or this database, whole?"""

from pathlib import Path

import click

from service.cli.backup_files import FILE, print_report, watched
from service.cli.database import json_option


@click.command("verify")
@click.argument("file", type=FILE)
@json_option
def command(file: Path, *, as_json: bool) -> None:
    """Read all of FILE, a backup or a database: every page, index, reference and log entry.

    Changes nothing, and may be used while a server runs on it. Exit code 1 when anything is not as
    it was written.

    \b
    Example:
      reactie verify /var/backups/reactie-monday.db && echo good
    """
    from service.domain.clock import utc_ms
    from service.storage.backup import verify

    report = watched(lambda told: verify(file, clock=utc_ms, told=told))
    print_report(report, "cli.verify.intact", as_json=as_json)
