"""How commands are told which roles somebody has, and who somebody is."""

from collections.abc import Callable
from typing import Any

import click

from service.domain.errors import NotFound
from service.domain.moderator import Moderator, Role, Roles
from service.domain.ports import Storage

ROLES = click.Choice([role.value for role in Role])


def site_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command `--site`, as `sites`."""
    return click.option(
        "--site",
        "sites",
        metavar="SLUG",
        multiple=True,
        help="Only on this site; may be repeated. [default: every site]",
    )(function)


async def roles_wanted(role: str, sites: tuple[str, ...], storage: Storage) -> Roles:
    """The role on these sites, or on every site. Raises NotFound `unknown_site`."""
    from service.usecases.manage_moderators import EVERY_SITE, read_roles

    named = dict.fromkeys(sites or (EVERY_SITE,), Role(role))
    return await read_roles(named, storage=storage)


async def moderator_named(storage: Storage, who: str) -> Moderator:
    """The moderator with this address or id. Raises NotFound `unknown_moderator`."""
    accounts = storage.accounts
    found = await accounts.moderator_by_email(who) or await accounts.moderator(who)
    if found is None:
        raise NotFound("unknown_moderator")
    return found
