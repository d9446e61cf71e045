"""`reactie moderator`: the people who moderate."""

import sys
from dataclasses import dataclass
from pathlib import Path

import click

from service.cli import moderator_changes, moderator_links
from service.cli.database import database_option, json_option, owner_at_the_terminal, with_storage
from service.cli.failures import fail
from service.cli.language import say
from service.cli.listing import print_json, print_table
from service.cli.roles import ROLES, roles_wanted, site_option
from service.domain.errors import Conflict
from service.domain.ports import Storage


@click.group("moderator")
def command() -> None:
    """The people who moderate: accounts, roles, invitations.

    \b
    Examples:
      reactie moderator add --name Anna --email anna@blog.example --role owner
      reactie moderator invite --name Bea --role moderator --site blog
      reactie moderator list
    """


for each in (*moderator_links.COMMANDS, *moderator_changes.COMMANDS):
    command.add_command(each)


@command.command("add")
@click.option("--name", required=True, help="Name, as the log shows it.")
@click.option("--email", help="Address to sign in with; not with --invite.")
@click.option("--role", type=ROLES, required=True, help="What the moderator may do.")
@site_option
@click.option(
    "--password-file",
    metavar="FILE",
    help="Read the password from FILE, or from stdin with -. [default: ask twice]",
)
@click.option("--invite", is_flag=True, help="Print an invitation link instead.")
@moderator_links.url_option
@database_option
def add(
    name: str,
    email: str | None,
    role: str,
    sites: tuple[str, ...],
    password_file: str | None,
    invite: bool,
    url: str,
    database: str | None,
) -> None:
    """Give a person an account. The password is at least 12 characters, and stored as argon2id.

    \b
    Examples:
      reactie moderator add --name Anna --email anna@blog.example --role owner
      pass show reactie | reactie moderator add … --password-file -
      reactie moderator add --name Bea --role moderator --site blog --invite
    """
    from service.domain.clock import utc_ms
    from service.usecases.enrol import add_moderator, new_moderator
    from service.web.passwords import Argon2Passwords
    from service.web.signing_in import email_of, name_of

    if invite:
        moderator_links.print_invitation(name, role, sites, None, url, database)
        return
    if email is None:
        raise click.UsageError("Missing option '--email'.")
    person, address = name_of(name), email_of(email)
    password = _password(password_file)

    async def act(storage: Storage) -> None:
        roles = await roles_wanted(role, sites, storage)
        moderator = await new_moderator(
            person, address, password, roles, passwords=Argon2Passwords(), clock=utc_ms
        )
        by = owner_at_the_terminal()
        await add_moderator(moderator, by=by, storage=storage, clock=utc_ms)

    try:
        with_storage(database, act)
    except Conflict:
        fail("cli.moderator.known", email=address)
    click.echo(say("cli.moderator.added", name=person, role=role))


@dataclass(frozen=True, slots=True)
class ListedModerator:
    """A moderator as listed. `roles` are by the site's name, `*` for every site."""

    id: str
    name: str
    email: str
    roles: dict[str, str]
    second_factor: bool


@command.command("list")
@json_option
@database_option
def list_moderators(as_json: bool, database: str | None) -> None:
    """List the moderators with their roles."""
    from service.usecases.manage_moderators import roles_by_slug

    async def act(storage: Storage) -> list[ListedModerator]:
        sites = await storage.sites.all()
        return [
            ListedModerator(
                one.public_id,
                one.name,
                one.email,
                {slug: role.value for slug, role in roles_by_slug(one.roles, sites).items()},
                one.totp_secret is not None,
            )
            for one in await storage.accounts.moderators()
        ]

    found = with_storage(database, act, read_only=True)
    if as_json:
        print_json(found)
        return
    print_table(
        [say(f"cli.moderator.{column}") for column in ("id", "name", "email", "roles", "codes")],
        [
            [
                one.id,
                one.name,
                one.email,
                ", ".join(f"{site}: {role}" for site, role in one.roles.items()),
                say("cli.moderator.codes_on" if one.second_factor else "cli.moderator.codes_off"),
            ]
            for one in found
        ],
        empty=say("cli.moderator.none"),
    )


def _password(file: str | None) -> str:
    if file is None:
        password: str = click.prompt(
            say("cli.moderator.password"),
            hide_input=True,
            confirmation_prompt=say("cli.moderator.password_again"),
            err=True,
        )
        return password
    raw = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    return raw.removesuffix("\n").removesuffix("\r")
