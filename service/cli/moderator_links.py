"""`reactie moderator invite` and `reset`: links that a person opens himself."""

from collections.abc import Callable
from typing import Any

import click

from service.cli.database import database_option, owner_at_the_terminal, with_storage
from service.cli.roles import ROLES, moderator_named, roles_wanted, site_option
from service.domain.one_time_link import DAY_MS, LinkKind
from service.domain.ports import Storage


def url_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command `--url`."""
    return click.option(
        "--url",
        default="http://localhost:8080",
        show_default=True,
        help="Where the service is reached, for the link.",
    )(function)


@click.command("invite")
@click.option("--name", help="Whom it is for.")
@click.option("--role", type=ROLES, required=True, help="What the moderator may do.")
@site_option
@click.option("--expires", type=click.IntRange(1, 30), metavar="DAYS", help="[default: 7]")
@url_option
@database_option
def invite(
    name: str | None,
    role: str,
    sites: tuple[str, ...],
    expires: int | None,
    url: str,
    database: str | None,
) -> None:
    """Print a link that makes one account, once. It is stored hashed and never shown again.

    \b
    Example:
      reactie moderator invite --name Bea --role moderator --site blog --url https://c.example
    """
    print_invitation(name, role, sites, expires, url, database)


def print_invitation(
    name: str | None,
    role: str,
    sites: tuple[str, ...],
    days: int | None,
    url: str,
    database: str | None,
) -> None:
    """Makes an invitation and prints its link, alone, on stdout."""
    from service.domain.clock import utc_ms
    from service.usecases.invite_moderator import invite_moderator
    from service.web.link_path import link_path
    from service.web.signing_in import name_of

    async def act(storage: Storage) -> str:
        _, secret = await invite_moderator(
            await roles_wanted(role, sites, storage),
            name=None if name is None else name_of(name),
            life_ms=None if days is None else days * DAY_MS,
            by=owner_at_the_terminal(),
            storage=storage,
            clock=utc_ms,
        )
        return link_path(LinkKind.INVITATION, secret)

    click.echo(url.rstrip("/") + with_storage(database, act))


@click.command("reset")
@click.argument("who", metavar="EMAIL|ID")
@click.option("--drop-codes", is_flag=True, help="Ask for no one-time codes any more either.")
@url_option
@database_option
def reset(who: str, drop_codes: bool, url: str, database: str | None) -> None:
    """Print a link by which a moderator who lost his password chooses a new one.

    \b
    Example:
      reactie moderator reset anna@blog.example
    """
    from service.domain.clock import utc_ms
    from service.usecases.offer_reset import offer_reset
    from service.web.link_path import link_path

    async def act(storage: Storage) -> str:
        moderator = await moderator_named(storage, who)
        _, secret = await offer_reset(
            moderator.public_id,
            drops_second_factor=drop_codes,
            by=owner_at_the_terminal(),
            storage=storage,
            clock=utc_ms,
        )
        return link_path(LinkKind.RESET, secret)

    click.echo(url.rstrip("/") + with_storage(database, act))


COMMANDS = (invite, reset)
