"""`reactie rules`: the built-in rules, and the rule set that a site judges by."""

from dataclasses import fields
from pathlib import Path
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
from service.cli.listing import print_json, print_table
from service.domain.ports import Storage, Transaction

if TYPE_CHECKING:
    from service.rules.rule_set import RuleSet


@click.group("rules")
def command() -> None:
    """Rules: what there are, and how strictly each site takes them.

    \b
    To change the rules of a site:
      reactie rules show --site blog > rules.toml
      $EDITOR rules.toml
      reactie rules import rules.toml --site blog
    """


@command.command("list")
@click.option("--markdown", is_flag=True, help="Print docs/rules.md.")
@json_option
def list_rules(markdown: bool, as_json: bool) -> None:
    """List the built-in rules, in the order of their findings."""
    from service.rules.builtin import RULES

    if markdown:
        from service.cli.rules_document import rules_markdown

        click.echo(rules_markdown(), nl=False)
        return
    summaries = {rule.name: say(f"rule.{rule.name}.summary") for rule in RULES}
    if as_json:
        print_json(
            [
                {
                    "name": rule.name,
                    "version": rule.version,
                    "phase": rule.phase.name.lower(),
                    "outcome": rule.outcome.value,
                    "weight": rule.weight,
                    "options": [option.name for option in fields(rule.options)],
                    "summary": summaries[rule.name],
                }
                for rule in RULES
            ]
        )
        return
    print_table(
        [say(f"cli.rules.{head}") for head in ("name", "outcome", "weight", "summary")],
        [
            [
                rule.name,
                say(f"cli.outcome.{rule.outcome.value}"),
                f"{rule.weight:g}" if rule.weight else "",
                summaries[rule.name],
            ]
            for rule in RULES
        ],
        empty="",
    )


@command.command("show")
@click.option("--site", required=True, metavar="SLUG", help="Whose rule set.")
@json_option
@database_option
def show(site: str, as_json: bool, database: str | None) -> None:
    """Print the rule set in force, as the TOML that `rules import` takes."""
    from service.cli.rule_set_toml import rule_set_toml
    from service.rules.rule_set import content_of
    from service.usecases.rule_book import RuleBook

    async def act(storage: Storage) -> "RuleSet":
        return await RuleBook(storage).active(await site_named(storage, site))

    rule_set = with_storage(database, act, read_only=True)
    if as_json:
        print_json({"version": rule_set.version, **content_of(rule_set)})
    else:
        click.echo(rule_set_toml(content_of(rule_set)), nl=False)


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--site", required=True, metavar="SLUG", help="Which site judges by it from now on.")
@database_option
def import_rules(file: Path, site: str, database: str | None) -> None:
    """Judge new comments of a site by the rule set in FILE (TOML). The old one is kept.

    A mistake in the file is told with its line, and changes nothing.
    """
    from service.rules.builtin import RULES
    from service.rules.rule_set import content_of
    from service.rules.rule_set_file import rule_set_from_toml

    content = content_of(rule_set_from_toml(RULES, file.read_text(encoding="utf-8"), file.name))
    version = with_storage(database, lambda storage: _activate(site, content, storage))
    click.echo(say("cli.rules.active", site=site, version=version))


async def _activate(slug: str, content: dict[str, Any], storage: Storage) -> int:
    from service.domain.clock import utc_ms

    site = await site_named(storage, slug)

    async def unit(tx: Transaction) -> int:
        by = owner_at_the_terminal().name
        return await tx.activate_rule_set(site.id, content, by, utc_ms())

    return await storage.write(unit)
