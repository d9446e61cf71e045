"""Deciding on many comments at once: `reactie comments bulk | undo`."""

import sys
from typing import TYPE_CHECKING, Any

import click

from service.cli.database import (
    database_option,
    json_option,
    owner_at_the_terminal,
    site_named,
    with_storage,
)
from service.cli.language import say
from service.cli.listing import print_json, visible
from service.cli.reason import reason_and_note
from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.domain.decision import MODERATOR_ACTIONS, Action
from service.domain.errors import NotFound
from service.domain.job import Job
from service.domain.ports import Storage

if TYPE_CHECKING:
    from service.usecases.preview_bulk import BulkPreview

EXCERPT = 70


def _said(_context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Refuses empty words: who says them meant some comments, and would get all."""
    if value is not None and not value.strip():
        raise click.BadParameter(say("error.blank_filter", field=option.opts[0]))
    return value


@click.command("bulk")
@click.argument("action", type=click.Choice([action.value for action in MODERATOR_ACTIONS]))
@click.option("--site", required=True, metavar="SLUG", help="Whose comments.")
@click.option("--like", metavar="ID", help="Those that say nearly the same as this one.")
@click.option("--rule", callback=_said, help="Those in which this rule found something.")
@click.option("--words", callback=_said, help="Those with words that begin like these.")
@click.option("--author", callback=_said, help="Those of this name or e-mail address.")
@click.option("--thread", callback=_said, metavar="KEY", help="Those on this page.")
@click.option(
    "--status",
    type=click.Choice([status.value for status in Status]),
    default=Status.PENDING.value,
    show_default=True,
)
@click.option("--reason", help="Why, in a word: off-topic, insult. It goes into the log.")
@click.option("--note", help="More about why, for other moderators.")
@click.option("--dry-run", is_flag=True, help="Only say which comments it would be about.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@json_option
@database_option
def bulk(
    action: str,
    site: str,
    like: str | None,
    rule: str | None,
    words: str | None,
    author: str | None,
    thread: str | None,
    status: str,
    reason: str | None,
    note: str | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
    database: str | None,
) -> None:
    """Decide on all comments that are asked for, with one undo for all.

    \b
    Examples:
      reactie comments bulk spam --site blog --like 5f1c…e2
      reactie comments bulk reject --site blog --rule phone_number --dry-run
    """
    from service.domain.clock import utc_ms
    from service.usecases.preview_bulk import preview_bulk
    from service.usecases.start_bulk import BulkOrder, start_bulk

    why, more = reason_and_note(reason, note)
    meant = QueueFilter(status=Status(status), rule=rule, words=words, author=author, thread=thread)

    async def look(storage: Storage) -> "tuple[QueueFilter, BulkPreview]":
        known = await site_named(storage, site)
        found = meant if like is None else await _alike(meant, like, known.id, storage)
        return found, await preview_bulk(known, found, storage=storage)

    found, seen = with_storage(database, look, read_only=True)
    if not as_json or dry_run:
        _show(seen, as_json=as_json)
    if dry_run:
        return
    if not seen.count:
        if as_json:
            print_json({"id": None, "state": "done", "decided": 0, "skipped": 0})
        return
    if not yes:
        asked = f"{say(f'action.{action}')}: {say('cli.bulk.sure', n=seen.count)}"
        click.confirm(asked, abort=True, err=True)

    async def act(storage: Storage) -> Job:
        known = await site_named(storage, site)
        job = await start_bulk(
            BulkOrder(known, found, Action(action), seen.seen, why, more),
            runner="command",
            token=owner_at_the_terminal(),
            storage=storage,
            clock=utc_ms,
        )
        return await _watched(job, storage)

    _tell(with_storage(database, act), as_json=as_json)


@click.command("undo")
@click.argument("id_", metavar="ID")
@json_option
@database_option
def undo(id_: str, as_json: bool, database: str | None) -> None:
    """Undo a decision, or a whole bulk decision, by its id.

    \b
    Examples:
      reactie comments undo 77aa…03
    """
    from service.domain.clock import utc_ms
    from service.usecases.start_bulk import KIND, undo_bulk
    from service.usecases.undo_decision import undo_decision

    principal = owner_at_the_terminal()

    async def act(storage: Storage) -> Job | str:
        job = await storage.jobs.by_public_id(id_)
        if job is None or job.kind != KIND:
            comment, _ = await undo_decision(id_, token=principal, storage=storage, clock=utc_ms)
            status = say(f"status.{comment.status.value}")
            return say("cli.comments.decided", id=comment.public_id, status=status)
        undoing = await undo_bulk(
            id_, runner="command", token=principal, storage=storage, clock=utc_ms
        )
        return await _watched(undoing, storage)

    done = with_storage(database, act)
    if isinstance(done, Job):
        _tell(done, as_json=as_json)
    elif as_json:
        print_json({"undone": id_})
    else:
        click.echo(done)


COMMANDS = (bulk, undo)


async def _alike(meant: QueueFilter, like: str, site_id: int, storage: Storage) -> QueueFilter:
    from dataclasses import replace

    comment = await storage.comments.by_public_id(like)
    if comment is None or comment.site_id != site_id:
        raise NotFound("unknown_comment", "like")
    return replace(meant, cluster=comment.cluster)


async def _watched(job: Job, storage: Storage) -> Job:
    """Runs the job, with a bar for who watches a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    from service.domain.clock import utc_ms
    from service.usecases.run_bulk import run_bulk

    hidden = not sys.stderr.isatty()
    with Progress(console=Console(stderr=True), transient=True, disable=hidden) as progress:
        bar = progress.add_task(say("cli.bulk.running"), total=job.total)

        def show(now: Job) -> None:
            progress.update(bar, completed=now.done)

        try:
            return await run_bulk(job, storage=storage, clock=utc_ms, told=show)
        except BaseException:
            # However it ended: what was decided until then can be taken back.
            click.echo(say("cli.bulk.undo", id=job.public_id), err=True)
            raise


def _show(seen: "BulkPreview", *, as_json: bool) -> None:
    if as_json:
        first = [each.comment.public_id for each in seen.first]
        print_json({"count": seen.count, "first": first})
        return
    click.echo(say("cli.bulk.found", n=seen.count))
    for each in seen.first:
        click.echo(f"  {each.comment.public_id} {visible(each.revision.text[:EXCERPT])}")


def _tell(job: Job, *, as_json: bool) -> None:
    counts: dict[str, Any] = {name: job.position[name] for name in ("decided", "skipped")}
    if as_json:
        print_json({"id": job.public_id, "state": job.state.value, **counts})
        return
    click.echo(say("cli.bulk.done", n=counts["decided"]))
    if counts["skipped"]:
        click.echo(say("cli.bulk.skipped", n=counts["skipped"]))
    if counts["decided"]:
        click.echo(say("cli.bulk.undo", id=job.public_id))
