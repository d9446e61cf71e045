"""`reactie moderator role`, `remove` and `events`: what becomes of accounts."""

import click

from service.cli.database import database_option, json_option, owner_at_the_terminal, with_storage
from service.cli.language import say
from service.cli.listing import print_json, print_table
from service.cli.roles import ROLES, moderator_named, roles_wanted, site_option
from service.domain.account_event import AccountEvent
from service.domain.ports import Storage


@click.command("role")
@click.argument("who", metavar="EMAIL|ID")
@click.argument("role", type=ROLES)
@site_option
@database_option
def role(who: str, role: str, sites: tuple[str, ...], database: str | None) -> None:
    """Give a moderator this role and no other. His sessions end at once.

    \b
    Examples:
      reactie moderator role anna@blog.example admin
      reactie moderator role anna@blog.example moderator --site blog --site other
    """
    from service.domain.clock import utc_ms
    from service.usecases.change_roles import change_roles

    async def act(storage: Storage) -> str:
        moderator = await moderator_named(storage, who)
        roles = await roles_wanted(role, sites, storage)
        by = owner_at_the_terminal()
        await change_roles(moderator.public_id, roles, by=by, storage=storage, clock=utc_ms)
        return moderator.name

    click.echo(say("cli.moderator.added", name=with_storage(database, act), role=role))


@click.command("remove")
@click.argument("who", metavar="EMAIL|ID")
@database_option
def remove(who: str, database: str | None) -> None:
    """Take a person's account away, with his sessions and tokens. His decisions stay in the log.

    \b
    Example:
      reactie moderator remove anna@blog.example
    """
    from service.domain.clock import utc_ms
    from service.usecases.remove_moderator import remove_moderator

    async def act(storage: Storage) -> str:
        moderator = await moderator_named(storage, who)
        by = owner_at_the_terminal()
        await remove_moderator(moderator.public_id, by=by, storage=storage, clock=utc_ms)
        return moderator.name

    click.echo(say("cli.moderator.removed", name=with_storage(database, act)))


@click.command("events")
@click.option("--limit", type=click.IntRange(1, 1_000), default=50, show_default=True)
@json_option
@database_option
def events(limit: int, as_json: bool, database: str | None) -> None:
    """List what happened to accounts, newest first: who did what, about whom, when."""
    from service.web.shown.accounts import shown_event
    from service.web.shown.times import iso

    async def act(storage: Storage) -> list[AccountEvent]:
        found, _ = await storage.accounts.events(None, limit)
        return list(found)

    found = with_storage(database, act, read_only=True)
    if as_json:
        print_json([shown_event(event).model_dump(mode="json") for event in found])
        return
    print_table(
        [say(f"cli.moderator.{column}") for column in ("at", "act", "by", "about")],
        [
            [iso(event.at), event.act.value, event.actor_name, event.about_name or ""]
            for event in found
        ],
        empty=say("cli.moderator.no_events"),
    )


COMMANDS = (role, remove, events)
