"""Chromium, and a running `reactie demo` to look at with it."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.blog import Blog, running_blog

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ARTIFACTS = Path(__file__).parents[2] / "artifacts"


@dataclass(frozen=True)
class Demo:
    """The running demo, and a moderator's hands on it."""

    base: str
    token: str

    @property
    def page(self) -> str:
        return f"{self.base}/demo"

    def approve_all(self) -> None:
        for card in self._ask("GET", "/comments?status=pending")["items"]:
            decision = {"action": "approve", "version": card["version"]}
            self._ask("POST", f"/comments/{card['id']}/decisions", decision)

    def pending(self) -> list[str]:
        return [card["text"] for card in self._ask("GET", "/comments?status=pending")["items"]]

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        asked = urllib.request.Request(
            f"{self.base}/api/v1/admin{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return json.load(answer)


@dataclass
class Tabs:
    """Opens pages, and hears what their consoles complain of."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str, **options: Any) -> Page:
        context = self.browser.new_context(**options)
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )
        page.goto(address)
        return page


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "demo", "--port", "0"],
        env={**os.environ, "LC_ALL": "C", "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout as lines:
        said = ""
        for line in lines:
            said += line
            if line.startswith("listening on "):
                break
        token = re.search(r"TOKEN=(\S+)", said)
        address = re.search(r"http://localhost:\d+", said)
        assert token is not None, said
        assert address is not None, said
        yield Demo(address[0], token[1])
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is not installed")
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def running_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Blog]:
    with running_blog(tmp_path_factory.mktemp("blog")) as started:
        yield started


@pytest.fixture
def blog(running_service: Blog) -> Blog:
    """A blog with the widget under a post that nobody commented on."""
    return running_service.turned_to_another_page()


@pytest.fixture
def tabs(browser: Browser) -> Iterator[Tabs]:
    opened = Tabs(browser)
    yield opened
    for context in opened.contexts:
        context.close()


@pytest.fixture(scope="session")
def artifacts() -> Path:
    ARTIFACTS.mkdir(exist_ok=True)
    return ARTIFACTS
