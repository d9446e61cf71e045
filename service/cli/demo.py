"""`reactie demo`: the whole of it on a temporary database, to look around."""

import asyncio
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.database import settings_with, with_storage
from service.cli.failures import Failure, fail
from service.cli.language import say
from service.cli.listing import print_json
from service.cli.serve import free_port, prepare_demo_site
from service.domain.moderator import Role, Roles
from service.domain.ports import Storage

if TYPE_CHECKING:
    from service.cli.replay.run import Report
    from service.cli.replay.script import Line

HOST = "127.0.0.1"
PORT = 8080
SHOWN_PAGES = 5


@click.command("demo")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"Port to listen on; 0 picks a free one. [default: {PORT}, or a free one]",
)
@click.option(
    "--replay",
    "script",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Instead: post the comments of FILE as many visitors, moderate them by their labels, "
    "compare, and end. JSON Lines {group, author, text, label, ts}; label 1 is bad.",
)
@click.option("--json", "as_json", is_flag=True, help="With --replay: print the summary as JSON.")
def command(port: int | None, script: Path | None, as_json: bool) -> None:
    """Serve a demo blog on a temporary database, and print how to moderate it.

    Nothing is left behind when it ends.

    \b
    Examples:
      reactie demo
      reactie demo --replay comments.jsonl
    """
    with tempfile.TemporaryDirectory(prefix="reactie-demo-") as folder:
        if script is None:
            _serve(Path(folder) / "demo.db", _chosen(port))
        else:
            _replay(Path(folder), port or free_port(HOST), script, as_json)


def _serve(database: Path, port: int) -> None:
    from service.serving import run
    from service.web.pages.demo import DemoPage

    settings = settings_with(database=str(database), host=HOST, port=port, log_level="warning")
    prepare_demo_site(str(database), port)
    token = _token(database)
    click.echo(
        say(
            "cli.demo.guide",
            page=f"http://localhost:{port}/demo",
            api=f"http://localhost:{port}/api/v1/admin/comments",
            token=token,
            database=database,
        )
    )
    run(settings, demo=DemoPage())


def _replay(folder: Path, port: int, script: Path, as_json: bool) -> None:
    from service.cli.replay.script import ScriptError, read_script
    from service.cli.replay.server_process import ServerFailed

    try:
        with script.open(encoding="utf-8") as source:
            lines = read_script(source)
    except (ScriptError, UnicodeDecodeError) as error:
        raise Failure(f"{script.name}: {error}") from error
    database = folder / "replay.db"
    prepare_demo_site(str(database), port)
    try:
        report = asyncio.run(_run(lines, database, port, _token(database)))
    except ServerFailed as error:
        fail("cli.replay.no_server", reason=str(error).strip().rpartition("\n")[2])
    if as_json:
        print_json(asdict(report))
    else:
        click.echo(_summary(report))
    if report.differing:
        raise click.exceptions.Exit(1)


async def _run(lines: "list[Line]", database: Path, port: int, token: str) -> "Report":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from service.cli.replay.run import replay
    from service.cli.replay.server_process import ServerProcess
    from service.web.pages.demo import DEMO_SITE

    # Years of comments come in a minute: that is the replay's doing, not the visitors'.
    budgets = {
        "REACTIE_THREAD_POSTS_PER_MINUTE": "1000000",
        "REACTIE_SITE_POSTS_PER_MINUTE": "1000000",
    }
    server = ServerProcess(database, port, database.with_suffix(".log"), budgets)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    try:
        base = await server.start()
        with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as progress:
            bar = progress.add_task(say("cli.replay.posting"), total=len(lines))

            async def posted(answered: int) -> None:
                progress.update(bar, completed=answered)

            return await replay(lines, base=base, token=token, site=DEMO_SITE, posted=posted)
    finally:
        await server.stop()


def _token(database: Path) -> str:
    from service.domain.clock import utc_ms
    from service.usecases.create_token import create_token

    async def act(storage: Storage) -> str:
        _, text = await create_token(
            "demo", Roles(Role.ADMIN), expires_at=None, storage=storage, clock=utc_ms
        )
        return text

    return with_storage(str(database), act)


def _chosen(port: int | None) -> int:
    """The port asked for; when none was, the usual one if it is free."""
    if port is not None:
        return port or free_port(HOST)
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError:
            return free_port(HOST)
    return PORT


def _summary(report: "Report") -> str:
    refused = ", ".join(f"{code} {count}" for code, count in sorted(report.refused.items()))
    numbers = asdict(report) | {"refused": sum(report.refused.values()), "reasons": refused or "–"}
    lines = [say("cli.replay.summary", **numbers)]
    if report.differing:
        pages = ", ".join(report.differing[:SHOWN_PAGES])
        lines.append(say("cli.replay.differing", n=len(report.differing), pages=pages))
    else:
        lines.append(say("cli.replay.equal", n=report.pages))
    return "\n".join(lines)
