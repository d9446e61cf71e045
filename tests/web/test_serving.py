"""The service as a process of its own."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientSession

from service.domain.clock import utc_ms
from service.domain.moderator import TERMINAL, Moderator, Role
from service.storage import open_storage
from service.usecases.enrol import add_moderator

START = (
    "from service.serving import run; from service.settings import Settings;"
    "run(Settings(database={database!r}, port=0))"
)


@asynccontextmanager
async def _serving(folder: Path) -> AsyncIterator[tuple[Process, str]]:
    code = START.format(database=str(folder / "reactie.db"))
    environment = {name: text for name, text in os.environ.items() if name[:8] != "REACTIE_"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdout=PIPE, stderr=PIPE, env=environment, cwd=folder
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    found = re.fullmatch(r"listening on (http://127\.0\.0\.1:[0-9]+)\n", line)
    assert found, line
    try:
        yield process, found[1]
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_it_says_in_one_line_where_it_listens_and_answers_there(tmp_path: Path) -> None:
    async with _serving(tmp_path) as (_, address), ClientSession() as session:
        answer = await session.get(f"{address}/readyz")

        assert answer.status == 200


async def test_it_prints_a_link_that_makes_the_first_owner_while_there_is_none(
    tmp_path: Path,
) -> None:
    async with _serving(tmp_path) as (process, address), ClientSession() as session:
        secret = await _welcome(process, address)

        owner = {"name": "Anna", "email": "a@blog.example", "password": "een zin met woorden"}
        door = f"{address}/api/v1/admin/welcome"
        made = await session.post(door, json={"secret": secret, **owner})
        again = await session.post(door, json={"secret": secret, **owner})

    assert (made.status, again.status) == (201, 403)
    assert made.cookies["reactie"]["httponly"]


async def test_each_start_makes_the_link_anew(tmp_path: Path) -> None:
    async with _serving(tmp_path) as (process, address):
        first = await _welcome(process, address)
        process.send_signal(signal.SIGTERM)
        await process.wait()

    async with _serving(tmp_path) as (process, address), ClientSession() as session:
        assert await _welcome(process, address) != first
        owner = {"name": "Anna", "email": "a@blog.example", "password": "een zin met woorden"}
        late = await session.post(
            f"{address}/api/v1/admin/welcome", json={"secret": first, **owner}
        )

    assert late.status == 403


async def _welcome(process: Process, address: str) -> str:
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode().strip()
    place = address.replace("127.0.0.1", "localhost")
    found = re.search(rf"{place}/moderate/welcome#(rcl_\S+)$", line)
    assert found, line
    return found[1]


async def _make_owner(folder: Path) -> None:
    """So that there is nothing to say at start."""
    owner = Moderator(0, "o", "Anna", "a@blog.example", Role.OWNER, None, 0)
    async with open_storage(str(folder / "reactie.db"), clock=utc_ms) as storage:
        await add_moderator(owner, by=TERMINAL, storage=storage, clock=utc_ms)


async def test_it_stops_when_asked_and_finishes_what_runs(tmp_path: Path) -> None:
    await _make_owner(tmp_path)
    async with _serving(tmp_path) as (process, address), ClientSession() as session:
        await session.get(f"{address}/healthz")
        began = asyncio.get_running_loop().time()

        process.send_signal(signal.SIGTERM)
        output, errors = await process.communicate()

        assert process.returncode == 0
        assert (output, errors) == (b"", b"")
        assert asyncio.get_running_loop().time() - began < 5


async def test_a_second_server_on_the_same_file_is_refused(tmp_path: Path) -> None:
    async with _serving(tmp_path):
        code = START.format(database=str(tmp_path / "reactie.db"))
        second = await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, stdout=PIPE, stderr=PIPE, cwd=tmp_path
        )
        output, errors = await second.communicate()

        assert second.returncode == 1
        assert output == b""
        assert b"already_serving" in errors
