"""`reactie thread`: the pages that have comments: closed, renamed, merged."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import click

from service.cli import thread_moves
from service.cli.database import (
    database_option,
    json_option,
    owner_at_the_terminal,
    site_named,
    with_storage,
)
from service.cli.language import say
from service.cli.listing import print_json, print_table
from service.domain.errors import NotFound
from service.domain.ports import Storage
from service.domain.site import Site
from service.domain.thread import ListedThread

if TYPE_CHECKING:
    from service.web.shown.thread import ShownThread

PAGE = 200
Command = Callable[..., Any]


def _about_a_page(command: Command) -> Command:
    """Gives a command the page that it is about, and what all of these commands take."""
    for option in (database_option, json_option):
        command = option(command)
    command = click.option("--site", metavar="SLUG", help="Whose page. [default: the only site]")(
        command
    )
    return click.argument("page", metavar="ID|ADDRESS")(command)


@click.group("thread")
def command() -> None:
    """Pages with comments: list, close, rename, merge.

    \b
    Examples:
      reactie thread list --site blog
      reactie thread close /2015/02/co-creatie.html
      reactie thread merge /co-creatie /2015/02/co-creatie.html
    """


command.add_command(thread_moves.move)


@command.command("list")
@click.option("--site", metavar="SLUG", help="Only this site. [default: every site]")
@click.option("--search", metavar="WORDS", help="Words of titles and addresses.")
@click.option("--closed/--open", default=None, help="Only closed ones, or only open ones.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True)
@json_option
@database_option
def list_pages(
    site: str | None,
    search: str | None,
    closed: bool | None,
    limit: int,
    as_json: bool,
    database: str | None,
) -> None:
    """List pages with how many comments are public and how many wait, the newest page first."""
    from service.usecases.review_threads import list_threads

    async def act(storage: Storage) -> list[ListedThread]:
        found: list[ListedThread] = []
        after: int | None = None
        while len(found) < limit:
            some, after = await list_threads(
                search,
                closed=closed,
                site_slug=site,
                after=after,
                limit=min(PAGE, limit - len(found)),
                token=owner_at_the_terminal(),
                storage=storage,
            )
            found += some
            if after is None:
                break
        return found

    found = [_shown(each) for each in with_storage(database, act, read_only=True)]
    if as_json:
        print_json([each.model_dump(mode="json") for each in found])
        return
    heads = ("id", "site", "page", "title", "published", "pending", "state")
    print_table(
        [say(f"cli.thread.{head}") for head in heads],
        [_row(each) for each in found],
        empty=say("desk.threads_not_found"),
    )


@command.command("close")
@_about_a_page
def close(page: str, site: str | None, as_json: bool, database: str | None) -> None:
    """Close a page to new comments. Those that are there stay."""
    _tell(_stands(page, site, database, closed=True), "cli.thread.is_closed", as_json)


@command.command("open")
@_about_a_page
def reopen(page: str, site: str | None, as_json: bool, database: str | None) -> None:
    """Open a page to comments again."""
    _tell(_stands(page, site, database, closed=False), "cli.thread.is_open", as_json)


@command.command("rename")
@click.option("--address", metavar="ADDRESS", help="Where the page is now.")
@click.option("--title", help="What it is called now; empty: it has no title.")
@_about_a_page
def rename(
    page: str,
    site: str | None,
    address: str | None,
    title: str | None,
    as_json: bool,
    database: str | None,
) -> None:
    """Give a page another address, title or both. Its old addresses lead to it still.

    \b
    Example:
      reactie thread rename /old.html --address https://blog.example/new.html
    """
    from service.usecases.rename_thread import rename_thread
    from service.web import typed
    from service.web.admin.threads.rename_thread import TITLE_MAX

    said = None if title is None else typed.line("title", title, TITLE_MAX) or ""
    renamed = _on_page(
        page,
        site,
        database,
        lambda id_, known: rename_thread(id_, address=address, title=said, **known),
    )
    _tell(renamed, "cli.thread.is_renamed", as_json)


@command.command("merge")
@click.argument("page", metavar="ID|ADDRESS")
@click.argument("into", metavar="INTO")
@click.option("--site", metavar="SLUG", help="Whose pages. [default: the only site]")
@json_option
@database_option
def merge(page: str, into: str, site: str | None, as_json: bool, database: str | None) -> None:
    """Merge a page into another one: its comments and addresses become the other's. Prints the id
    by which it is undone."""
    from service.usecases.merge_threads import merge_threads
    from service.web.shown.thread import shown_merged

    merged = _on_page(page, site, database, lambda id_, known: merge_threads(id_, into, **known))
    if as_json:
        print_json(shown_merged(merged).model_dump(mode="json"))
        return
    name = merged.thread.thread.name
    click.echo(say("cli.thread.merged", n=merged.moved, into=name, id=merged.merge))


@command.command("undo")
@click.argument("merge_id", metavar="ID")
@json_option
@database_option
def undo(merge_id: str, as_json: bool, database: str | None) -> None:
    """Undo a merge, by the id that `merge` printed. What was posted since stays where it is, but
    for answers to what goes back."""
    from service.domain.clock import utc_ms
    from service.usecases.undo_merge import undo_merge

    by = owner_at_the_terminal()
    alone = with_storage(
        database, lambda storage: undo_merge(merge_id, by=by, storage=storage, clock=utc_ms)
    )
    _tell(alone, "cli.thread.is_alone", as_json)


def _stands(page: str, site: str | None, database: str | None, *, closed: bool) -> ListedThread:
    from service.usecases.close_thread import close_thread

    stands: ListedThread = _on_page(
        page, site, database, lambda id_, known: close_thread(id_, closed=closed, **known)
    )
    return stands


def _on_page(
    page: str,
    site: str | None,
    database: str | None,
    do: Callable[[str, dict[str, Any]], Awaitable[Any]],
) -> Any:
    """Does the act on the page's thread. Raises what the act does."""
    from service.domain.clock import utc_ms

    async def act(storage: Storage) -> Any:
        known = {"by": owner_at_the_terminal(), "storage": storage, "clock": utc_ms}
        return await do(await _thread_named(storage, page, site), known)

    return with_storage(database, act)


async def _thread_named(storage: Storage, page: str, slug: str | None) -> str:
    """The id of the thread. Raises NotFound `unknown_thread`."""
    from service.usecases.page_named import page_named

    if await storage.threads.listed(page) is not None:
        return page
    site = await _site(storage, slug)
    thread = await storage.threads.by_key(site.id, page_named(site, page, "page").key)
    if thread is None:
        raise NotFound("unknown_thread")
    return thread.public_id


async def _site(storage: Storage, slug: str | None) -> Site:
    if slug is not None:
        return await site_named(storage, slug)
    sites = await storage.sites.all()
    if len(sites) != 1:
        raise click.UsageError(say("cli.thread.which_site"))
    return sites[0]


def _shown(listed: ListedThread) -> "ShownThread":
    from service.web.shown.thread import shown_thread

    return shown_thread(listed)


def _row(shown: "ShownThread") -> list[str]:
    state = say("desk.thread_is_closed") if shown.closed else ""
    counts = [str(shown.published), str(shown.pending)]
    return [shown.id, shown.site, shown.post.key, shown.post.title or "", *counts, state]


def _tell(listed: ListedThread, key: str, as_json: bool) -> None:
    if as_json:
        print_json(_shown(listed).model_dump(mode="json"))
        return
    click.echo(say(key, name=listed.thread.name, page=listed.thread.key))
