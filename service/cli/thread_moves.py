"""`reactie thread move`: many pages at once, by a table of old and new addresses."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.database import (
    database_option,
    json_option,
    owner_at_the_terminal,
    site_named,
    with_storage,
)
from service.cli.language import say
from service.cli.listing import print_json, print_table
from service.domain.errors import Invalid
from service.domain.ports import Storage

if TYPE_CHECKING:
    from service.usecases.move_threads import Moves, Rule

SHOWN = 20


@click.command("move")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--site", required=True, metavar="SLUG", help="Whose pages.")
@click.option("--dry-run", is_flag=True, help="Only say what would move.")
@json_option
@database_option
def move(file: Path, site: str, dry_run: bool, as_json: bool, database: str | None) -> None:
    """Give many pages new addresses, by a CSV file with the lines old,new. What ends in * on both
    sides moves everything below. Old addresses lead on; all of it is done, or nothing.

    \b
    Examples:
      reactie thread move moved.csv --site blog --dry-run
      A line for one page:       /old.html,/2024/new.html
      A line for all below:      /2013/*,/archive/2013/*
    """
    from service.domain.clock import utc_ms
    from service.usecases.move_threads import move_threads, preview_moves

    rules = _rules(file)

    async def act(storage: Storage) -> "Moves":
        known = await site_named(storage, site)
        if dry_run:
            return await preview_moves(known, rules, storage=storage)
        return await move_threads(
            known, rules, by=owner_at_the_terminal(), storage=storage, clock=utc_ms
        )

    done = with_storage(database, act, read_only=dry_run)
    rows = [(each.thread.key, each.page.key, each.into) for each in done.moves]
    if as_json:
        moved = [{"old": old, "new": new, "merged_into": into} for old, new, into in rows]
        print_json({"moves": moved, "idle": [rule.line for rule in done.idle]})
        return
    merged = sum(into is not None for _, _, into in rows)
    count = len(rows) - merged
    click.echo(
        say("cli.thread.would_move" if dry_run else "cli.thread.moved", n=count, merged=merged)
    )
    if rows and dry_run:
        heads = [say("cli.thread.old"), say("cli.thread.new")]
        print_table(heads, [[old, new] for old, new, _ in rows[:SHOWN]], empty="")
    if done.idle:
        lines = ", ".join(str(rule.line) for rule in done.idle[:SHOWN])
        click.echo(say("cli.thread.idle", lines=lines))


def _rules(file: Path) -> "list[Rule]":
    from service.usecases.move_threads import Rule

    rules = []
    with file.open(encoding="utf-8-sig", newline="") as opened:
        for line, cells in enumerate(csv.reader(opened), 1):
            said = [cell.strip() for cell in cells]
            if not any(said) or (line == 1 and said == ["old", "new"]):
                continue
            if len(said) != 2 or not all(said):
                raise Invalid("moves_not_two", "file", line=line)
            rules.append(Rule(line, *said))
    return rules
