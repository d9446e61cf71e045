"""Versions of a rule set: `reactie rules versions | activate | shadow | retire`."""

from dataclasses import asdict

import click

from service.cli.database import (
    database_option,
    json_option,
    owner_at_the_terminal,
    settings_with,
    site_named,
    with_storage,
)
from service.cli.language import language, say
from service.cli.listing import print_json, print_table
from service.domain.ports import Storage
from service.domain.rule_version import RuleState, RuleVersion
from service.domain.site import Site

number = click.IntRange(1, 2**31 - 1)
"""The number of a version."""
site_option = click.option("--site", required=True, metavar="SLUG", help="Which site.")


@click.command("versions")
@site_option
@json_option
@database_option
def versions(site: str, as_json: bool, database: str | None) -> None:
    """List every version of a site's rule set, newest first. None is ever lost."""
    from service.locales import when

    async def act(storage: Storage) -> list[RuleVersion]:
        return list(await storage.rule_sets.all((await site_named(storage, site)).id))

    found = with_storage(database, act, read_only=True)
    if as_json:
        print_json(
            [
                {name: value for name, value in asdict(version).items() if name != "content"}
                for version in found
            ]
        )
        return
    print_table(
        [say(f"cli.rules.{head}") for head in ("version", "state", "by", "at")],
        [
            [
                str(version.version),
                say(f"cli.rules.is_{version.state.value}"),
                version.moved_by or version.created_by,
                when(language(), version.moved_at or version.created_at),
            ]
            for version in found
        ],
        empty=say("cli.rules.no_versions", site=site),
    )


@click.command("activate")
@click.argument("version", type=number)
@site_option
@click.option("--replay", metavar="ID", help="The replay that was looked at before.")
@database_option
def activate(version: int, site: str, replay: str | None, database: str | None) -> None:
    """Judge new comments by VERSION from now on; an older one is the way back."""
    _moved(site, version, RuleState.ACTIVE, replay, database)


@click.command("shadow")
@click.argument("version", type=number)
@site_option
@database_option
def shadow(version: int, site: str, database: str | None) -> None:
    """Run VERSION beside the one in force, without a vote: `rules report` says what it would do."""
    _moved(site, version, RuleState.SHADOW, None, database)


@click.command("retire")
@click.argument("version", type=number)
@site_option
@database_option
def retire(version: int, site: str, database: str | None) -> None:
    """Take VERSION out of force or out of the shadow. Without any, the default rules judge."""
    _moved(site, version, RuleState.RETIRED, None, database)


COMMANDS = (versions, activate, shadow, retire)


async def move(
    site: Site,
    version: int,
    state: RuleState,
    replay: str | None,
    storage: Storage,
    database: str | None,
) -> None:
    """`usecases.move_rule_set` by the owner at the terminal, as the settings demand it."""
    from service.domain.clock import utc_ms
    from service.usecases.move_rule_set import move_rule_set

    await move_rule_set(
        site,
        version,
        state,
        replay=replay,
        needs_replay=settings_with(database=database).rules_need_replay,
        token=owner_at_the_terminal(),
        storage=storage,
        clock=utc_ms,
    )


def _moved(
    slug: str, version: int, state: RuleState, replay: str | None, database: str | None
) -> None:
    async def act(storage: Storage) -> None:
        await move(await site_named(storage, slug), version, state, replay, storage, database)

    with_storage(database, act)
    click.echo(say(f"cli.rules.{state.value}", site=slug, version=version))
