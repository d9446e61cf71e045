"""`reactie rules`: the built-in rules, and the rule set that a site judges by."""

from dataclasses import fields

import click

from service.cli import rules_files, rules_replay, rules_states
from service.cli.database import json_option
from service.cli.language import say
from service.cli.listing import print_json, print_table


@click.group("rules")
def command() -> None:
    """Rules: what there are, and how strictly each site takes them.

    \b
    To change the rules of a site, and be sure of what changes:
      reactie rules show --site blog > rules.toml
      $EDITOR rules.toml
      reactie rules check rules.toml --site blog
      reactie rules replay rules.toml --site blog
      reactie rules import rules.toml --site blog
    And to go back:
      reactie rules versions --site blog
      reactie rules activate 3 --site blog
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


for _more in (rules_files.COMMANDS, rules_states.COMMANDS, rules_replay.COMMANDS):
    for _command in _more:
        command.add_command(_command)
