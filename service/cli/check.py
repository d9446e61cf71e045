"""`reactie check`: is this installation well, and if not, what mends it."""

import asyncio
from dataclasses import dataclass
from importlib.metadata import version as installed_version
from typing import TYPE_CHECKING

import click

from service.cli.database import database_option, json_option, settings_with
from service.cli.failures import Failure
from service.cli.language import error_sentence, say
from service.cli.listing import print_json, print_table
from service.domain.errors import ReactieError
from service.domain.ports import Storage

if TYPE_CHECKING:
    from service.settings import Settings

AIOHTTP_LEAST = (3, 14, 5)
SQLITE_LEAST = (3, 35, 0)
"""The first SQLite with RETURNING, which the writer uses."""
HOUR_MS = 3_600_000
GRACE_HOURS = 1
"""So much later than it should be the server's own backup may come."""


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing looked at. `mend` says what to do when it is not `ok`."""

    what: str
    ok: bool
    found: str
    mend: str = ""


@click.command("check")
@json_option
@database_option
@click.pass_context
def command(ctx: click.Context, as_json: bool, database: str | None) -> None:
    """Look whether everything is as it should be: settings, versions, database, sites, log.

    Changes nothing. Exit code 1 when something is wrong, with what mends it.

    \b
    Example:
      reactie check --database /var/lib/reactie.db
    """
    examined = [_aiohttp(), _sqlite()]
    try:
        settings = settings_with(database=database)
    except Failure as failure:
        mend = say("cli.check.settings_mend")
        examined.append(Examined("settings", False, failure.message, mend))
    else:
        examined.append(Examined("settings", True, say("cli.check.settings")))
        examined += asyncio.run(_database(settings.database))
        if settings.backup_folder:
            examined.append(_backups(settings))
    if as_json:
        print_json(examined)
    else:
        print_table(
            ["", say("cli.check.what"), say("cli.check.found"), say("cli.check.mend")],
            [
                [say("cli.check.ok" if one.ok else "cli.check.bad"), one.what, one.found, one.mend]
                for one in examined
            ],
            empty="",
        )
    if not all(one.ok for one in examined):
        ctx.exit(1)


async def _database(database: str) -> list[Examined]:
    from service.domain.clock import utc_ms
    from service.storage import open_storage

    try:
        async with open_storage(database, clock=utc_ms, read_only=True) as storage:
            reached = Examined("database", True, database)
            return [reached, await _sites(storage), *await _logs(storage)]
    except ReactieError as error:
        mend = say("cli.check.database_mend")
        return [Examined("database", False, error_sentence(error), mend)]


async def _sites(storage: Storage) -> Examined:
    slugs = [site.slug for site in await storage.sites.all()]
    if slugs:
        return Examined("sites", True, ", ".join(slugs))
    mend = 'reactie init --site blog --name "…" --origin https://…'
    return Examined("sites", False, say("cli.check.no_site"), mend)


async def _logs(storage: Storage) -> list[Examined]:
    from service.cli.log import is_whole, sentence
    from service.usecases.verify_log import verify_log

    reports = [await verify_log(site, storage=storage) for site in await storage.sites.all()]
    return [
        Examined(
            f"log {report.site}",
            is_whole(report),
            sentence(report),
            "" if is_whole(report) else say("cli.check.log_mend"),
        )
        for report in reports
    ]


def _backups(settings: "Settings") -> Examined:
    """Whether the newest of the server's own backups is as new as it should be."""
    from pathlib import Path

    from service.domain.clock import utc_ms
    from service.storage.backup_folder import FileBackups
    from service.web.shown.times import iso

    moments = FileBackups(Path(settings.database), Path(settings.backup_folder)).moments()
    oldest = utc_ms() - int((settings.backup_every + GRACE_HOURS) * HOUR_MS)
    if moments and moments[-1] >= oldest:
        return Examined("backups", True, iso(moments[-1]))
    found = iso(moments[-1]) if moments else say("cli.check.no_backup")
    return Examined("backups", False, found, say("cli.check.backups_mend"))


def _aiohttp() -> Examined:
    found = installed_version("aiohttp")
    return _at_least("aiohttp", found, AIOHTTP_LEAST, "pip install --upgrade aiohttp")


def _sqlite() -> Examined:
    import sqlite3

    return _at_least("SQLite", sqlite3.sqlite_version, SQLITE_LEAST, say("cli.check.sqlite_mend"))


def _at_least(what: str, found: str, least: tuple[int, ...], mend: str) -> Examined:
    numbers = tuple(int(part) for part in found.split(".") if part.isdigit())
    if numbers >= least:
        return Examined(what, True, found)
    wanted = ".".join(map(str, least))
    return Examined(what, False, say("cli.check.older", found=found, wanted=wanted), mend)
