"""What a real browser makes of the session's cookie (S-31)."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Tabs

pytestmark = pytest.mark.browser

ASK = """async ([method, path, body]) => {
    const answer = await fetch(path, {
        method,
        headers: body ? {"Content-Type": "application/json"} : {},
        body: body ? JSON.stringify(body) : undefined,
    });
    return [answer.status, await answer.json()];
}"""
STEAL = """async ([address, method]) => {
    try {
        await fetch(address, {method, mode: "no-cors", credentials: "include"});
    } catch {
        // Some browsers do not even send it.
    }
}"""


@dataclass(frozen=True)
class Served:
    address: str
    secret: str


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "serve", "--demo", "--port", "0"],
        env={**os.environ, "LC_ALL": "C", "REACTIE_DATABASE": str(tmp_path / "reactie.db")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout as lines:
        link = re.compile(r"(http\S+)/moderate/welcome#(\S+)")
        found = next(filter(None, map(link.search, lines)))
        yield Served(found[1], found[2])
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def ask(page: Page, method: str, path: str, body: Any = None) -> Any:
    return page.evaluate(ASK, [method, f"/api/v1/admin/{path}", body])


def become_owner(page: Page, served: Served) -> None:
    said = {"name": "Anna", "email": "a@blog.example", "password": "een zin met woorden"}
    status, _ = ask(page, "POST", "welcome", {"secret": served.secret, **said})
    assert status == 201


def test_whoever_signs_in_stays_signed_in_and_no_script_sees_the_cookie(
    served: Served, tabs: Tabs
) -> None:
    page = tabs.open(f"{served.address}/demo")
    become_owner(page, served)

    page.reload()

    assert ask(page, "GET", "session")[0] == 200
    assert page.evaluate("document.cookie") == ""
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["sameSite"], cookie["httpOnly"]) == ("reactie", "Strict", True)
    assert ask(page, "POST", "tokens", {"name": "script", "roles": {"*": "viewer"}})[0] == 201
    assert ask(page, "DELETE", "session")[0] == 200
    assert page.context.cookies() == []


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:1"])
def test_a_page_of_somebody_else_can_do_nothing(served: Served, tabs: Tabs, origin: str) -> None:
    """The second is the same site to a browser, which sends the cookie along."""
    page = tabs.open(f"{served.address}/demo")
    become_owner(page, served)
    other = page.context.new_page()
    other.route(f"{origin}/", lambda route: route.fulfill(body="<p>Hello</p>"))
    door = f"{served.address}/api/v1/admin"
    form = (
        f'<form method=post action="{door}/tokens" enctype="text/plain">'
        '<input name="{&quot;name&quot;:&quot;x&quot;}"></form>'
    )

    other.goto(f"{origin}/")
    other.evaluate(STEAL, [f"{door}/session", "GET"])
    other.evaluate(STEAL, [f"{door}/recovery-codes", "POST"])
    other.evaluate("html => { document.body.innerHTML = html }", form)
    with other.expect_navigation():
        other.evaluate("document.forms[0].submit()")

    assert "foreign_request" in other.content() or "bad_token" in other.content()
    assert ask(page, "GET", "session")[0] == 200
    acts = [event["act"] for event in ask(page, "GET", "account-events")[1]["items"]]
    assert acts == ["owner_made"]
