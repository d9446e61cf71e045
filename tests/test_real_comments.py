"""Real comments in real time order over real HTTP, with the server killed in the middle.

`reactie serve` runs as a process of its own. Half-way it is killed with SIGKILL and started again;
whoever was not answered asks again with the same idempotency key. A scripted moderator decides by
the labels. Readers must then see exactly the comments labelled good, in order, on every page.
"""

import asyncio
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import reactie
from service.cli.replay.run import Report, replay
from service.cli.replay.script import Line, read_script
from service.cli.replay.server_process import ServerProcess
from service.cli.serve import free_port

SHARED = Path(os.environ.get("REACTIE_SHARED", Path(__file__).parents[1] / ".." / "shared"))
DATA = SHARED / "data" / "moderation"
TEXT_BYTES_MAX = 10_000
BUDGETS = {
    "REACTIE_THREAD_POSTS_PER_MINUTE": "1000000",
    "REACTIE_SITE_POSTS_PER_MINUTE": "1000000",
}


@dataclass
class PowerCut:
    """Kills the server once, when `at` comments have been answered, and starts it again."""

    server: ServerProcess
    at: int
    happened: bool = False
    repairs: list[asyncio.Task[str]] = field(default_factory=list)

    async def posted(self, answered: int) -> None:
        if answered >= self.at and not self.happened:
            self.happened = True
            # As a task: the other visitors go on meanwhile, and find nobody there.
            self.repairs.append(asyncio.create_task(self._cut()))

    async def _cut(self) -> str:
        await self.server.kill()
        return await self.server.start()


@pytest.mark.parametrize("name", ["datacamp_first_half", "tubespam_psy_katyperry"])
async def test_readers_see_exactly_the_good_comments_after_a_kill(
    name: str, tmp_path: Path
) -> None:
    lines = _script(name)

    report, cut = await _replayed(lines, tmp_path)

    assert cut.happened
    assert report.differing == ()
    assert report.refused == _refused(lines)
    assert report.posted == len(lines)
    assert report.held + report.published + report.rejected == report.posted - sum(
        report.refused.values()
    )


@pytest.mark.slow
async def test_two_thousand_blog_comments_survive_a_kill(tmp_path: Path) -> None:
    lines = _script("haacked_to_2011", first=2_000)

    report, cut = await _replayed(lines, tmp_path)

    assert cut.happened
    assert report.differing == ()
    assert report.refused == _refused(lines)


async def _replayed(lines: list[Line], folder: Path) -> tuple[Report, PowerCut]:
    database = folder / "comments.db"
    token = await asyncio.to_thread(_set_up, database)
    # The port must stay the same over the restart: it is all that the visitors know.
    server = ServerProcess(database, free_port("127.0.0.1"), folder / "serve.log", BUDGETS)
    cut = PowerCut(server, at=len(lines) // 2)
    try:
        base = await server.start()
        report = await replay(lines, base=base, token=token, site="blog", posted=cut.posted)
        await asyncio.gather(*cut.repairs)
    finally:
        await server.stop()
    return report, cut


def _set_up(database: Path) -> str:
    def run(*arguments: str) -> str:
        ended = CliRunner().invoke(reactie, [*arguments, "--database", str(database)])
        assert ended.exit_code == 0, ended.output
        return ended.stdout.strip()

    run("init", "--site", "blog", "--origin", "https://blog.example")
    return run("token", "create", "--name", "moderator", "--role", "moderator")


def _script(name: str, *, first: int | None = None) -> list[Line]:
    path = DATA / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not here: set REACTIE_SHARED to the folder with the shared data")
    with path.open(encoding="utf-8") as source:
        return read_script(source)[:first]


def _refused(lines: Iterable[Line]) -> dict[str, int]:
    """What the service should refuse, and as what: blank texts and those over 10,000 bytes."""
    empty = sum(not line.text.strip() for line in lines)
    too_long = sum(len(line.text.encode()) > TEXT_BYTES_MAX for line in lines)
    return {code: n for code, n in (("empty", empty), ("too_long", too_long)) if n}
