import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from service.cli.replay.server_process import ServerFailed, ServerProcess
from service.cli.serve import free_port
from service.settings import Settings
from service.web.pages.demo import DemoPage
from tests.cli.terminal import Terminal


async def test_serve_says_where_it_listens_and_answers_there(terminal: Terminal) -> None:
    async with _serving(terminal) as (base, _):
        answer = await _get(f"{base}/readyz")

    assert base.startswith("http://127.0.0.1:")
    assert answer == 200


async def test_serve_ends_with_0_when_asked_to(terminal: Terminal) -> None:
    async with _serving(terminal) as (_, server):
        code = await server.stop()

    assert code == 0


async def test_a_second_server_on_the_same_file_is_refused(terminal: Terminal) -> None:
    async with _serving(terminal):
        second = ServerProcess(terminal.database, 0, terminal.database.with_suffix(".second"))
        with pytest.raises(ServerFailed, match="Failed: "):
            await second.start()


async def test_commands_work_beside_a_running_server(terminal: Terminal) -> None:
    async with _serving(terminal) as (base, _):
        comment = await asyncio.to_thread(terminal.post)

        await asyncio.to_thread(terminal.done, "comments", "decide", comment, "approve")

        items = await _listed_when_the_server_heard(base)

    assert [item["id"] for item in items] == [comment]


async def test_serve_with_the_demo_has_the_demo_page(terminal: Terminal) -> None:
    async with _serving(terminal, "--demo") as (base, _):
        answer = await _get(f"{base}/demo")

    assert answer == 200


async def test_serve_without_the_demo_has_none(terminal: Terminal) -> None:
    async with _serving(terminal) as (base, _):
        answer = await _get(f"{base}/demo")

    assert answer == 404


def test_the_options_go_before_the_environment(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _instead_of_serving(monkeypatch)

    terminal.done("serve", "--port", "9001", REACTIE_PORT="9002", REACTIE_HOST="127.0.0.2")

    [(settings, demo)] = asked
    assert (settings.host, settings.port) == ("127.0.0.2", 9001)
    assert demo is None


def test_the_demo_is_told_of_before_it_is_served(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _instead_of_serving(monkeypatch)

    shown = terminal.done("serve", "--demo", "--port", "0")

    [(settings, demo)] = asked
    assert shown == f"Demo page: http://localhost:{settings.port}/demo\n"
    assert settings.port != 0
    assert isinstance(demo, DemoPage)


def test_a_wrong_setting_fails_in_one_line_with_its_name(terminal: Terminal) -> None:
    result = terminal.run("serve", REACTIE_POSTS_PER_MINUTE="many")

    assert result.exit_code == 1
    assert result.stderr.startswith("Failed: The setting posts_per_minute is wrong")


def test_a_port_beyond_65535_is_wrong_usage(terminal: Terminal) -> None:
    assert terminal.run("serve", "--port", "65536").exit_code == 2


def test_a_free_port_is_found_on_ipv6_too() -> None:
    assert 0 < free_port("::1") < 65536


def _instead_of_serving(
    monkeypatch: pytest.MonkeyPatch,
) -> list[tuple[Settings, DemoPage | None]]:
    asked: list[tuple[Settings, DemoPage | None]] = []

    def run(settings: Settings, *, demo: DemoPage | None = None) -> None:
        asked.append((settings, demo))

    monkeypatch.setattr("service.serving.run", run)
    return asked


@asynccontextmanager
async def _serving(terminal: Terminal, *arguments: str) -> AsyncIterator[tuple[str, ServerProcess]]:
    log: Path = terminal.database.with_suffix(".log")
    server = ServerProcess(terminal.database, 0, log, {"LANG": "C"}, arguments)
    try:
        yield await server.start(), server
    finally:
        await server.stop()


async def _get(address: str) -> int:
    def ask() -> int:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code

    return await asyncio.to_thread(ask)


async def _listed_when_the_server_heard(base: str) -> list[dict[str, object]]:
    """The server looks twice a second for what other processes wrote."""

    def ask() -> list[dict[str, object]]:
        address = f"{base}/api/v1/comments?site=blog&post=/co-creatie.html"
        with urllib.request.urlopen(address, timeout=10) as answer:
            items: list[dict[str, object]] = json.load(answer)["items"]
            return items

    async with asyncio.timeout(10):
        while True:
            if items := await asyncio.to_thread(ask):
                return items
