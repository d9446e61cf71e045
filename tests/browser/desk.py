"""A running `reactie serve` with an owner, and Chromium at its desk."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import Tabs

PASSWORD = "een lange zin met woorden"
SPAM = "Verdien elke week honderden euro met dit trucje, kijk maar gauw op https://{}.example"
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class RunningDesk:
    """The server, and the link that makes its owner."""

    base: str
    welcome: str

    def post(self, text: str, name: str = "Jan", **more: str) -> str:
        """Posts a comment as a visitor does; its id."""
        body = {"site": "demo", "post": "/demo", "name": name, "text": text, **more}
        asked = urllib.request.Request(
            f"{self.base}/api/v1/comments",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return str(json.load(answer)["id"])

    def shown(self) -> int:
        """How many comments readers see."""
        address = f"{self.base}/api/v1/counts?site=demo&post=/demo"
        with urllib.request.urlopen(address, timeout=10) as answer:
            return int(json.load(answer)["counts"]["/demo"])

    def enter(self, tabs: Tabs, **options: Any) -> Page:
        """Becomes the owner in a new browser; leads to the queue."""
        page = tabs.open(self.welcome, **{"locale": "nl-NL", **options})
        page.fill("#name", "Anna")
        page.fill("#email", "anna@blog.example")
        page.fill("#password", PASSWORD)
        page.click("button.main")
        page.wait_for_url("**/moderate/queue")
        return page

    def sign_in(self, tabs: Tabs, path: str = "/moderate/queue", **options: Any) -> Page:
        """The owner in another browser."""
        page = tabs.open(f"{self.base}{path}", **{"locale": "nl-NL", **options})
        page.fill("#email", "anna@blog.example")
        page.fill("#password", PASSWORD)
        page.click("button.main")
        page.wait_for_selector(".bar")
        return page


@contextmanager
def running_desk(folder: Path) -> Iterator[RunningDesk]:
    """Starts a server on an empty database with the demo's site."""
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "serve", "--demo", "--port", "0"],
        env={**os.environ, "LC_ALL": "C", "REACTIE_DATABASE": str(folder / "desk.db")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout as lines:
        said = ""
        for line in lines:
            said += line
            if "/moderate/welcome#" in line:
                break
        address = re.search(r"http://[\d.]+:\d+|http://localhost:\d+(?=/moderate)", said)
        link = re.search(r"http://\S+/moderate/welcome#\S+", said)
        assert address is not None, said
        assert link is not None, said
        base = link[0].partition("/moderate")[0]
        yield RunningDesk(base, link[0])
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands. It is run by the debugger, which no policy binds."""
    page.evaluate(f"{AXE}; undefined")
    found = page.evaluate(
        "async (tags) => (await axe.run(document, {runOnly: tags})).violations", STANDARDS
    )
    return [
        f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for one in found
        for node in one["nodes"]
    ]
