"""Rule sets as files: `reactie rules show | export | check | diff | import`."""

import difflib
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
from service.cli.listing import print_json
from service.cli.rules_states import move, number
from service.domain.errors import NotFound
from service.domain.ports import Storage
from service.domain.rule_version import RuleState, RuleVersion
from service.domain.site import Site

if TYPE_CHECKING:
    from service.rules.lint import Remark
    from service.rules.rule_set import RuleSet

rule_set_file = click.Path(exists=True, dir_okay=False, path_type=Path)
site_option = click.option("--site", required=True, metavar="SLUG", help="Whose rule set.")


def read_file(file: Path) -> "RuleSet":
    """The rule set in a TOML file. Raises RuleSetError with the line and the mend."""
    from service.rules.builtin import RULES
    from service.rules.rule_set import RuleSetError
    from service.rules.rule_set_file import rule_set_from_toml

    try:
        # Some editors begin their files with a byte-order mark.
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        mend = "this is not UTF-8 text: save it as UTF-8"
        raise RuleSetError((), f"{file.name}:{line}: {mend}") from error
    return rule_set_from_toml(RULES, text, file.name)


async def rule_set_of(site: Site, version: int | None, storage: Storage) -> "RuleSet":
    """A version of a site's rule set; None: the one in force. Raises `unknown_rule_set`."""
    from service.rules.builtin import RULES
    from service.rules.rule_set import parse_rule_set
    from service.usecases.rule_book import RuleBook

    if version is None:
        return await RuleBook(storage).active(site)
    found = await storage.rule_sets.version(site.id, version)
    if found is None:
        raise NotFound("unknown_rule_set", "version")
    return parse_rule_set(RULES, found.content, version)


@click.command("show")
@site_option
@click.option("--version", type=number, help="Which version. [default: the one in force]")
@json_option
@database_option
def show(site: str, version: int | None, as_json: bool, database: str | None) -> None:
    """Print the rule set in force, or another version, as the TOML that `rules import` takes."""
    rule_set = _read(site, version, database)
    if as_json:
        from service.rules.rule_set import content_of

        print_json({"version": rule_set.version, **content_of(rule_set)})
    else:
        click.echo(_toml(rule_set), nl=False)


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@site_option
@click.option("--version", type=number, help="Which version. [default: the one in force]")
@database_option
def export(file: Path, site: str, version: int | None, database: str | None) -> None:
    """Write a rule set to FILE (TOML), in place of what is there."""
    rule_set = _read(site, version, database)
    file.write_text(_toml(rule_set), encoding="utf-8")
    click.echo(say("cli.rules.exported", file=file, version=rule_set.version), err=True)


@click.command("diff")
@click.argument("this")
@click.argument("other")
@site_option
@database_option
def diff(this: str, other: str, site: str, database: str | None) -> None:
    """Show what OTHER says otherwise than THIS: each a file, a version's number, or `active`.

    \b
    Examples:
      reactie rules diff active rules.toml --site blog
      reactie rules diff 2 3 --site blog
    """
    files = {
        name: _toml(_existing(name))
        for name in (this, other)
        if name != "active" and not name.isdecimal()
    }

    async def act(storage: Storage) -> list[str]:
        known = await site_named(storage, site)
        return [
            files.get(name) or await _of_version(name, known, storage) for name in (this, other)
        ]

    before, after = with_storage(database, act, read_only=True)
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), this, other, lineterm="")
    click.echo("\n".join(lines) or say("cli.rules.same"))


@click.command("check")
@click.argument("file", type=rule_set_file)
@click.option("--site", metavar="SLUG", help="Try it on the comments of this site as well.")
@json_option
@database_option
def check(file: Path, site: str | None, as_json: bool, database: str | None) -> None:
    """Find mistakes in the rule set in FILE, and what looks like one. Changes nothing.

    Rules that never fire, rules that fire on what people approve, words and patterns that stop
    innocent words, weights that do nothing. Exit code 1 only for a file that cannot be used.
    """
    rule_set = read_file(file)

    async def act(storage: Storage) -> "list[Remark]":
        from service.usecases.check_rule_set import check_rule_set

        known = await site_named(storage, site or "")
        return list(await check_rule_set(rule_set, known, storage=storage))

    if site is None:
        from service.rules.lint import lint_rule_set

        remarks = list(lint_rule_set(rule_set))
    else:
        remarks = with_storage(database, act, read_only=True)
    if as_json:
        print_json([{"code": r.code, "rule": r.rule, "sentence": _sentence(r)} for r in remarks])
        return
    for remark in remarks:
        click.echo(_sentence(remark))
    if not remarks:
        click.echo(say("cli.rules.fine", file=file.name))


@click.command("import")
@click.argument("file", type=rule_set_file)
@click.option("--site", required=True, metavar="SLUG", help="Which site judges by it from now on.")
@click.option("--draft", is_flag=True, help="Only keep it, as a draft.")
@click.option("--replay", metavar="ID", help="The replay that was looked at before.")
@database_option
def import_rules(
    file: Path, site: str, draft: bool, replay: str | None, database: str | None
) -> None:
    """Judge new comments of a site by the rule set in FILE (TOML). The old one is kept.

    A mistake in the file is told with its line, and changes nothing.
    """
    rule_set = read_file(file)

    async def act(storage: Storage) -> RuleVersion:
        from service.domain.clock import utc_ms
        from service.usecases.save_rule_set import save_rule_set

        known = await site_named(storage, site)
        by = owner_at_the_terminal()
        saved = await save_rule_set(known, rule_set, token=by, storage=storage, clock=utc_ms)
        if not draft:
            await move(known, saved.version, RuleState.ACTIVE, replay, storage, database)
        return saved

    saved = with_storage(database, act)
    if not draft:
        click.echo(say("cli.rules.active", site=site, version=saved.version))
    elif saved.state is RuleState.DRAFT:
        click.echo(say("cli.rules.kept", site=site, version=saved.version))
    else:
        state = say(f"cli.rules.is_{saved.state.value}")
        click.echo(say("cli.rules.known", site=site, version=saved.version, state=state))


COMMANDS = (show, export, diff, check, import_rules)


def _read(site: str, version: int | None, database: str | None) -> "RuleSet":
    async def act(storage: Storage) -> "RuleSet":
        return await rule_set_of(await site_named(storage, site), version, storage)

    return with_storage(database, act, read_only=True)


async def _of_version(name: str, site: Site, storage: Storage) -> str:
    # No version has a number that no database holds.
    version = None if name == "active" else min(int(name[:10]), 2**31 - 1)
    return _toml(await rule_set_of(site, version, storage))


def _existing(name: str) -> "RuleSet":
    if not Path(name).is_file():
        raise NotFound("unknown_rule_set", name)
    return read_file(Path(name))


def _toml(rule_set: "RuleSet") -> str:
    from service.rules.rule_set import content_of
    from service.rules.rule_set_text import rule_set_toml

    return rule_set_toml(content_of(rule_set))


def _sentence(remark: "Remark") -> str:
    return say(f"lint.{remark.code}", rule=remark.rule, **remark.params)
