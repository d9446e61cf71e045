"""`reactie moderator`: the people who moderate."""

import sys
from pathlib import Path

import click

from service.cli.database import database_option, with_storage
from service.cli.failures import fail
from service.cli.language import say
from service.domain.identity import new_public_id
from service.domain.moderator import Moderator, Role
from service.domain.ports import Storage, Transaction

PASSWORD_MIN = 12
"""Characters. Shorter ones can be guessed from a stolen database (NIST SP 800-63B, 5.1.1)."""


@click.group("moderator")
def command() -> None:
    """The people who moderate.

    \b
    Example:
      reactie moderator add --name Anna --email anna@blog.example --role moderator
    """


@command.command("add")
@click.option("--name", required=True, help="Name, as the log shows it.")
@click.option("--email", required=True, help="Address to sign in with.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    required=True,
    help="What the moderator may do, on every site.",
)
@click.option(
    "--password-file",
    metavar="FILE",
    help="Read the password from FILE, or from stdin with -. [default: ask twice]",
)
@database_option
def add(name: str, email: str, role: str, password_file: str | None, database: str | None) -> None:
    """Give a person an account. The password is at least 12 characters, and stored as argon2id.

    \b
    Examples:
      reactie moderator add --name Anna --email anna@blog.example --role owner
      pass show reactie | reactie moderator add … --password-file -
    """
    from argon2 import PasswordHasher

    from service.domain.clock import utc_ms

    if "@" not in email.strip("@"):
        fail("error.bad_email")
    moderator = Moderator(
        id=0,
        public_id=new_public_id(),
        name=name,
        email=email,
        role=Role(role),
        password=PasswordHasher().hash(_password(password_file)),
        created_at=utc_ms(),
    )

    async def act(storage: Storage) -> bool:
        known = await storage.accounts.moderators()
        if any(one.email.casefold() == email.casefold() for one in known):
            return False

        async def unit(tx: Transaction) -> None:
            await tx.add_moderator(moderator)

        await storage.write(unit)
        return True

    if not with_storage(database, act):
        fail("cli.moderator.known", email=email)
    click.echo(say("cli.moderator.added", name=name, role=role))


def _password(file: str | None) -> str:
    if file is None:
        password: str = click.prompt(
            say("cli.moderator.password"),
            hide_input=True,
            confirmation_prompt=say("cli.moderator.password_again"),
            err=True,
        )
    else:
        raw = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        password = raw.removesuffix("\n").removesuffix("\r")
    if len(password) < PASSWORD_MIN:
        fail("cli.moderator.short_password", least=PASSWORD_MIN)
    return password
