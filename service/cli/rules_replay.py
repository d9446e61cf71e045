"""What rules would have done: `reactie rules replay | report`."""

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
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
from service.cli.failures import fail
from service.cli.language import say
from service.cli.listing import print_json, print_table, visible
from service.cli.rules_files import read_file, rule_set_file, rule_set_of
from service.cli.rules_states import number
from service.domain.errors import NotFound
from service.domain.job import Job, JobState
from service.domain.ports import Storage

if TYPE_CHECKING:
    from service.domain.judged_text import RuleCount
    from service.domain.rule_version import RuleVersion
    from service.rules.replay import Tally

_SUMMARY = ("unchanged", "newly_held", "newly_freed", "newly_stopped", "eased")
_EFFECTS = ("bad_stopped", "bad_published", "good_stopped", "good_published")
_moment = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])


@click.command("replay")
@click.argument("file", type=rule_set_file, required=False)
@click.option("--site", required=True, metavar="SLUG", help="Whose comments.")
@click.option("--version", type=number, help="A version instead of FILE.")
@click.option("--since", type=_moment, help="Only what came in from this day on (UTC).")
@click.option("--until", type=_moment, help="Only what came in before this day (UTC).")
@click.option("--resume", metavar="ID", help="Go on with a replay that was stopped.")
@json_option
@database_option
def replay(
    file: Path | None,
    site: str,
    version: int | None,
    since: datetime | None,
    until: datetime | None,
    resume: str | None,
    as_json: bool,
    database: str | None,
) -> None:
    """Judge a site's past again, by the rule set in FILE: what would be held, what freed?

    Nothing is changed. Each comment is judged as it was seen then, so the rule set in force
    (without FILE and --version) changes nothing. A stopped replay can be resumed by its id.
    """
    rule_set = None if file is None else read_file(file)

    async def act(storage: Storage) -> Job:
        from service.domain.clock import utc_ms
        from service.usecases.start_replay import start_replay

        known = await site_named(storage, site)
        if resume is not None:
            job = await storage.jobs.by_public_id(resume)
            if job is None or (job.site_id, job.kind) != (known.id, "replay"):
                raise NotFound("unknown_replay", "resume")
        else:
            job = await start_replay(
                known,
                rule_set or await rule_set_of(known, version, storage),
                since=0 if since is None else _ms(since),
                until=None if until is None else _ms(until),
                runner="command",
                token=owner_at_the_terminal(),
                storage=storage,
                clock=utc_ms,
            )
        return await _watched(job, storage)

    job = with_storage(database, act)
    if job.state is JobState.FAILED:
        fail("cli.replay.unreadable")
    from service.rules.replay import Tally

    tally = Tally.restore(job.position["tally"])
    if as_json:
        print_json({"id": job.public_id, "state": job.state.value, **_plain(tally)})
        return
    _print(tally)
    click.echo(say("cli.replay.id", id=job.public_id))


@click.command("report")
@click.option("--site", required=True, metavar="SLUG", help="Whose shadow.")
@json_option
@database_option
def report(site: str, as_json: bool, database: str | None) -> None:
    """Say what the rule set in the shadow would have done, against what people decided."""

    async def act(storage: Storage) -> "tuple[RuleVersion | None, Tally, Sequence[RuleCount]]":
        from service.usecases.review_shadow import review_shadow, review_shadow_rules

        known = await site_named(storage, site)
        version, tally = await review_shadow(known, storage=storage)
        return version, tally, await review_shadow_rules(known, storage=storage)

    version, tally, rules = with_storage(database, act, read_only=True)
    if as_json:
        number = None if version is None else version.version
        alone = {count.rule: count._asdict() for count in rules}
        print_json({"version": number, **_plain(tally), "shadow_rules": alone})
        return
    if version is None:
        click.echo(say("cli.rules.no_shadow", site=site))
    else:
        _print(tally)
    if rules:
        click.echo(say("cli.rules.shadow_rules"))
    _print_rules({count.rule: count._asdict() for count in rules})


COMMANDS = (replay, report)


async def _watched(job: Job, storage: Storage) -> Job:
    """Runs the replay, with a bar for who watches a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    from service.domain.clock import utc_ms
    from service.usecases.run_replay import run_replay

    if job.state is JobState.DONE:
        return job
    # Before it runs: who stops it can go on with it by this id.
    click.echo(say("cli.replay.id", id=job.public_id), err=True)
    hidden = not sys.stderr.isatty()
    with Progress(console=Console(stderr=True), transient=True, disable=hidden) as progress:
        bar = progress.add_task(say("cli.replay.running"), completed=job.done, total=job.total)

        def show(now: Job) -> None:
            progress.update(bar, completed=now.done)

        return await run_replay(job, storage=storage, clock=utc_ms, told=show)


def _plain(tally: "Tally") -> dict[str, Any]:
    return {"summary": tally.summary(), **tally.snapshot()}


def _print(tally: "Tally") -> None:
    summary = tally.summary()
    click.echo(say("cli.replay.texts", n=tally.texts))
    for name in _SUMMARY:
        click.echo(f"  {summary[name]:>7}  {say(f'cli.replay.{name}')}")
    print_table(
        ["", say("cli.replay.then"), say("cli.replay.now")],
        [
            [say(f"cli.replay.{name}"), str(tally.then[name]), str(tally.now[name])]
            for name in _EFFECTS
        ],
        empty="",
    )
    _print_rules(tally.rules)
    for change, samples in sorted(tally.samples.items()):
        before, after = (say(f"cli.replay.verdict_{verdict}") for verdict in change.split(">"))
        click.echo(f"\n{before} → {after}: {tally.changes[change]}")
        for sample in samples:
            rules = ", ".join(finding["rule"] for finding in sample["findings"])
            click.echo(f"  {sample['comment']} [{rules}] {visible(sample['text'][:70])}")


def _print_rules(rules: Mapping[str, Mapping[str, Any]]) -> None:
    """A table of what each rule found; nothing for none."""
    if not rules:
        return
    print_table(
        [say("cli.rules.name"), *(say(f"cli.replay.{head}") for head in ("found", "bad", "good"))],
        [
            [rule, *(str(counts[key]) for key in ("texts", "bad", "good"))]
            for rule, counts in sorted(rules.items())
        ],
        empty="",
    )


def _ms(moment: datetime) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp() * 1000)
