"""`reactie comments index`: makes the search index anew."""

import click

from service.cli.database import database_option, with_storage
from service.cli.language import say
from service.domain.ports import Storage


@click.command("index")
@database_option
def index(database: str | None) -> None:
    """Make the index anew that comments are searched by. The server keeps it by itself; this is
    for when it was harmed. Searches are exact meanwhile, but slow.

    \b
    Example:
      reactie comments index
    """

    async def act(storage: Storage) -> None:
        from service.usecases.index_comments import AT_ONCE

        await storage.search_index.rebuild()
        while await storage.search_index.take_in(AT_ONCE):
            pass

    with_storage(database, act)
    click.echo(say("cli.comments.indexed"))
