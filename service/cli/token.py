"""`reactie token`: API tokens for moderators' programs and scripts."""

from dataclasses import dataclass

import click

from service.cli.database import database_option, json_option, owner_at_the_terminal, with_storage
from service.cli.language import say
from service.cli.listing import print_json, print_table
from service.cli.roles import ROLES, roles_wanted, site_option
from service.domain.ports import Storage

DAY_MS = 24 * 60 * 60 * 1000


@click.group("token")
def command() -> None:
    """API tokens: create, list and revoke.

    \b
    Examples:
      export TOKEN=$(reactie token create --name laptop --role admin)
      reactie token list
      reactie token revoke 5f1c…e2
    """


@command.command("create")
@click.option("--name", required=True, help="Whose or what it is; the log names it so.")
@click.option("--role", type=ROLES, required=True, help="What its holder may do.")
@site_option
@click.option("--expires", type=click.IntRange(1, 36_500), metavar="DAYS", help="Ends after it.")
@database_option
def create(
    name: str, role: str, sites: tuple[str, ...], expires: int | None, database: str | None
) -> None:
    """Make a token and print it, alone, on stdout. It is stored hashed and never shown again.

    \b
    Example:
      export TOKEN=$(reactie token create --name laptop --role moderator --site a --site b)
      curl -H "Authorization: Bearer $TOKEN" http://localhost:8080/api/v1/admin/comments
    """
    from service.domain.clock import utc_ms
    from service.usecases.create_token import create_token

    async def act(storage: Storage) -> str:
        _, text = await create_token(
            name,
            await roles_wanted(role, sites, storage),
            expires_at=None if expires is None else utc_ms() + expires * DAY_MS,
            by=owner_at_the_terminal(),
            storage=storage,
            clock=utc_ms,
        )
        return text

    click.echo(with_storage(database, act))


@dataclass(frozen=True, slots=True)
class ListedToken:
    """A token as listed: never its secret. `roles` are by the site's name, `*` for every site.
    Times are ISO 8601 dates and times in UTC."""

    id: str
    name: str
    roles: dict[str, str]
    created_at: str
    expires_at: str | None


@command.command("list")
@json_option
@database_option
def list_tokens(as_json: bool, database: str | None) -> None:
    """List the tokens there are, without their secrets."""
    from service.usecases.manage_moderators import EVERY_SITE, roles_by_slug
    from service.web.shown.times import iso, iso_or_none

    async def act(storage: Storage) -> list[ListedToken]:
        sites = await storage.sites.all()
        return [
            ListedToken(
                token.public_id,
                token.name,
                {slug: role.value for slug, role in roles_by_slug(token.roles, sites).items()},
                iso(token.created_at),
                iso_or_none(token.expires_at),
            )
            for token in await storage.accounts.tokens()
        ]

    tokens = with_storage(database, act, read_only=True)
    if as_json:
        print_json(tokens)
        return
    print_table(
        [say(f"cli.token.{column}") for column in ("id", "name", "roles", "expires")],
        [
            [
                token.id,
                token.name,
                ", ".join(
                    f"{say('cli.token.every_site') if site == EVERY_SITE else site}: {role}"
                    for site, role in token.roles.items()
                ),
                token.expires_at or say("cli.token.never"),
            ]
            for token in tokens
        ],
        empty=say("cli.token.none"),
    )


@command.command("revoke")
@click.argument("token_id", metavar="ID")
@database_option
def revoke(token_id: str, database: str | None) -> None:
    """Take a token out of use, by its id as `list` shows it. It opens nothing from now on."""
    from service.domain.clock import utc_ms
    from service.usecases.revoke_token import revoke_token

    async def act(storage: Storage) -> None:
        by = owner_at_the_terminal()
        await revoke_token(token_id, by=by, storage=storage, clock=utc_ms)

    with_storage(database, act)
    click.echo(say("cli.token.revoked", id=token_id))
