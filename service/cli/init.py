"""`reactie init`: make a site, or bring it to what is asked."""

import click

from service.cli.database import database_option, owner_at_the_terminal, with_storage
from service.cli.language import say
from service.domain.ports import Storage
from service.domain.site import Moderation, Site


@click.command("init")
@click.option("--site", required=True, metavar="SLUG", help="Short name of the site: blog.")
@click.option("--name", help="Name that people read. [default: the slug]")
@click.option(
    "--origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Where its pages live: https://blog.example. Repeatable.",
)
@click.option(
    "--page-host",
    "--host",
    "hosts",
    multiple=True,
    metavar="HOST",
    help="Another host name of its pages: old-blog.example. Repeatable.",
)
@click.option(
    "--lang",
    type=click.Choice(["nl", "en", "de", "fr", "es"]),
    help="Language of the site. [default: en]",
)
@click.option(
    "--moderation",
    type=click.Choice([kind.value for kind in Moderation]),
    help="What waits for a person when no rule objects. [default: hold_new]",
)
@click.option(
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME",
    help="A query parameter that tells pages apart: id. Repeatable.",
)
@click.option(
    "--edit-minutes",
    type=click.IntRange(0),
    metavar="MINUTES",
    help="How long visitors may edit what they wrote. [default: 60]",
)
@click.option(
    "--votes/--no-votes",
    default=None,
    help="Whether readers may vote on comments. [default: --votes]",
)
@database_option
def command(
    site: str,
    name: str | None,
    origins: tuple[str, ...],
    hosts: tuple[str, ...],
    lang: str | None,
    moderation: str | None,
    parameters: tuple[str, ...],
    edit_minutes: int | None,
    votes: bool | None,
    database: str | None,
) -> None:
    """Make a site, or bring it to what is asked. The same call again changes nothing.

    What is left out stays as it is. Makes the database where there is none.

    \b
    Examples:
      reactie init --site blog --name "My blog" --origin https://blog.example --lang nl
      reactie init --site blog --moderation hold_all
    """
    from service.domain.clock import utc_ms
    from service.usecases.set_up_site import set_up_site
    from service.usecases.site_settings import SiteSettings

    async def act(storage: Storage) -> tuple[Site, bool]:
        settings = SiteSettings(
            name=name,
            language=lang,
            origins=origins or None,
            hosts=hosts or None,
            moderation=Moderation(moderation) if moderation else None,
            parameters=parameters or None,
            edit_minutes=edit_minutes,
            votes=votes,
        )
        by = owner_at_the_terminal()
        return await set_up_site(site, settings, by=by, storage=storage, clock=utc_ms)

    made, is_new = with_storage(database, act)
    origins_shown = ", ".join(made.origins) or "–"
    click.echo(
        say("cli.init.made" if is_new else "cli.init.kept", site=made.slug, origins=origins_shown)
    )
