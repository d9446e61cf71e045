"""`reactie comments`: the queue and the moderator's decisions."""

from typing import TYPE_CHECKING

import click

from service.cli import comments_bulk, comments_index
from service.cli.database import (
    database_option,
    json_option,
    owner_at_the_terminal,
    with_storage,
)
from service.cli.language import language, say
from service.cli.listing import print_json, print_table
from service.cli.reason import reason_and_note, words_to_author
from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter, ReviewedComment
from service.domain.concern import Concern
from service.domain.decision import MODERATOR_ACTIONS, Action, Decision
from service.domain.ports import Storage

if TYPE_CHECKING:
    from service.web.shown.review import Card

PAGE = 200
EXCERPT = 120
ANY = "any"
STATUSES = click.Choice([*(status.value for status in Status), ANY])
ACTIONS = click.Choice([action.value for action in MODERATOR_ACTIONS])


@click.group("comments")
def command() -> None:
    """Comments: list them, decide on them.

    \b
    Examples:
      reactie comments list
      reactie comments list --fold
      reactie comments decide 5f1c…e2 approve
      reactie comments bulk spam --site blog --like 5f1c…e2
    """


@command.command("list")
@click.option("--site", metavar="SLUG", help="Only this site. [default: every site]")
@click.option(
    "--status", type=STATUSES, help="[default: pending; any with --only]", show_default=False
)
@click.option(
    "--only",
    type=click.Choice([each.value for each in Concern]),
    help="Those with open reports, or with an appeal that waits for an answer.",
)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True)
@click.option("--words", help="Those with words that begin like these.")
@click.option("--rule", help="Those in which this rule found something.")
@click.option("--fold", is_flag=True, help="Of those that say nearly the same only the first.")
@json_option
@database_option
def list_comments(
    site: str | None,
    status: str | None,
    only: str | None,
    limit: int,
    words: str | None,
    rule: str | None,
    fold: bool,
    as_json: bool,
    database: str | None,
) -> None:
    """List comments, the queue unless told otherwise: oldest first when pending, else newest.

    \b
    Examples:
      reactie comments list --site blog --words casino
      reactie comments list --only reported
      reactie comments list --status spam --limit 500 --json | jq -r '.items[].text'
    """
    from service.web.shown.review import card

    status = status or (ANY if only else Status.PENDING.value)
    if fold and status != Status.PENDING.value:
        raise click.UsageError(say("error.only_pending_folds"))
    wanted = QueueFilter(
        status=None if status == ANY else Status(status),
        only=None if only is None else Concern(only),
        rule=rule,
        words=words,
        newest_first=only is None and status != Status.PENDING.value,
    )

    async def act(storage: Storage) -> list[ReviewedComment]:
        return await _first(limit, wanted, site, fold, storage)

    found = with_storage(database, act, read_only=True)
    cards = [card(reviewed, language()) for reviewed in found]
    if as_json:
        print_json([each.model_dump(mode="json") for each in cards])
        return
    print_table(
        [say(f"cli.comments.{head}") for head in ("id", "status", "page", "author", "text", "why")],
        [_row(each) for each in cards],
        empty=say("cli.comments.none"),
    )


@command.command("decide")
@click.argument("comment_id", metavar="ID")
@click.argument("action", type=ACTIONS)
@click.option(
    "--version",
    type=click.IntRange(min=1),
    help="The version you judged; refused when it changed since. [default: the current one]",
)
@click.option("--reason", help="Why, in a word: off-topic, insult. It goes into the log.")
@click.option("--note", help="More about why, for other moderators.")
@click.option("--to-author", help="What the author of the comment is told.")
@json_option
@database_option
def decide_on(
    comment_id: str,
    action: str,
    version: int | None,
    reason: str | None,
    note: str | None,
    to_author: str | None,
    as_json: bool,
    database: str | None,
) -> None:
    """Approve, reject, mark as spam, delete or restore a comment. Logged under your account name.

    \b
    Examples:
      reactie comments decide 5f1c…e2 approve
      reactie comments decide 5f1c…e2 reject --reason off-topic --version 3
    """
    from service.domain.clock import utc_ms
    from service.usecases.decide import decide
    from service.usecases.review_comments import show_comment
    from service.web.shown.decision import shown_decision

    principal = owner_at_the_terminal()
    why, more = reason_and_note(reason, note)
    told = words_to_author(to_author)

    async def act(storage: Storage) -> Decision:
        story = await show_comment(comment_id, token=principal, storage=storage)
        _, decision = await decide(
            comment_id,
            Action(action),
            version=version or story.reviewed.comment.version,
            reason=why,
            note=more,
            to_author=told,
            token=principal,
            storage=storage,
            clock=utc_ms,
        )
        return decision

    decision = with_storage(database, act)
    if as_json:
        print_json(shown_decision(decision).model_dump(mode="json"))
        return
    status = say(f"status.{decision.after.status.value}")
    click.echo(say("cli.comments.decided", id=comment_id, status=status))


async def _first(
    limit: int, wanted: QueueFilter, site: str | None, folded: bool, storage: Storage
) -> list[ReviewedComment]:
    from service.usecases.review_comments import list_queue

    found: list[ReviewedComment] = []
    after: int | None = None
    while len(found) < limit:
        page, after = await list_queue(
            wanted,
            site_slug=site,
            folded=folded,
            after=after,
            limit=min(PAGE, limit - len(found)),
            token=owner_at_the_terminal(),
            storage=storage,
        )
        found.extend(page)
        if after is None:
            break
    return found


def _row(shown: "Card") -> list[str]:
    text = shown.text if len(shown.text) <= EXCERPT else f"{shown.text[: EXCERPT - 1]}…"
    if shown.similar:
        text = f"{text} {say('cli.comments.similar', n=shown.similar)}"
    return [
        shown.id,
        say(f"status.{shown.status.value}"),
        f"{shown.site} {shown.post.key}",
        shown.author.name or say("page.anonymous"),
        text,
        ", ".join(finding.rule for finding in shown.findings if not finding.shadow),
    ]


for _command in (*comments_bulk.COMMANDS, comments_index.index):
    command.add_command(_command)
