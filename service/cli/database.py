"""How commands get their settings and their database."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from service.cli.failures import fail
from service.domain.errors import NotFound
from service.domain.moderator import TERMINAL, Acting
from service.domain.ports import Storage
from service.domain.site import Site

if TYPE_CHECKING:
    from service.settings import Settings

T = TypeVar("T")
Command = Callable[..., Any]


def database_option(command: Command) -> Command:
    """Gives a command `--database`."""
    return click.option(
        "--database",
        metavar="FILE|URL",
        help="SQLite file or postgresql:// address. Also REACTIE_DATABASE. [default: reactie.db]",
    )(command)


def json_option(command: Command) -> Command:
    """Gives a listing `--json`, as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")(
        command
    )


def settings_with(**given: Any) -> "Settings":
    """The settings, where what was given on the command line (not None) goes first."""
    from pydantic import ValidationError

    from service.settings import Settings, UnreadableSetting

    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = "_".join(str(part) for part in first["loc"][:1]) or "?"
        fail("cli.bad_setting", name=name, reason=first["msg"])
    except UnreadableSetting as error:
        fail("cli.bad_setting", name=error.name, reason=error.reason)


def with_storage(
    database: str | None, act: Callable[[Storage], Awaitable[T]], *, read_only: bool = False
) -> T:
    """Opens the database, does the act and closes it. Raises ReactieError as the act does.

    A `read_only` database is neither made nor migrated.
    """
    settings = settings_with(database=database)

    async def run() -> T:
        from service.domain.clock import utc_ms
        from service.storage import open_storage

        async with open_storage(settings.database, clock=utc_ms, read_only=read_only) as storage:
            return await act(storage)

    return asyncio.run(run())


def owner_at_the_terminal() -> Acting:
    """Whoever can run commands on the database may do all; the log names him by his account."""
    import getpass

    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = TERMINAL.name
    return replace(TERMINAL, name=name)


async def site_named(storage: Storage, slug: str) -> Site:
    """The site. Raises NotFound `unknown_site`."""
    site = await storage.sites.by_slug(slug)
    if site is None:
        raise NotFound("unknown_site", "site")
    return site
