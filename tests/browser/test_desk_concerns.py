"""Reports and appeals on the desk in Chromium: by keyboard, at every width, in both schemes."""

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tabs
from tests.browser.desk import RunningDesk, running_desk, violations

pytestmark = pytest.mark.browser

COMMENTS = "/api/v1/comments"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    with running_desk(tmp_path) as running:
        yield running


def send(desk: RunningDesk, path: str, body: dict[str, str], token: str | None = None) -> Any:
    headers = {"Content-Type": "application/json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    asked = urllib.request.Request(
        f"{desk.base}{path}", data=json.dumps(body).encode(), headers=headers
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return json.load(answer)


def concerned(desk: RunningDesk, tabs: Tabs, **options: Any) -> Page:
    """At the queue, after a comment was approved and reported, and another refused and appealed."""
    said = {"site": "demo", "post": "/demo", "name": "Jan"}
    good = send(desk, COMMENTS, {**said, "text": "Wat een onzin, jullie zijn gek."})
    bad = send(desk, COMMENTS, {**said, "name": "Karin", "text": "Rechtzetten: dat klopt niet."})
    page = desk.enter(tabs, **options)
    page.reload()
    for action in ("approve", "reject"):
        page.locator(f".card .acts button[value={action}]").first.click()
        expect(page.locator(".tomb form")).to_have_count(1 if action == "approve" else 2)
        page.wait_for_timeout(450)
    send(
        desk,
        f"{COMMENTS}/{good['id']}/reports",
        {"reason": "abuse", "text": "Schelden \u202ehoort hier niet."},
    )
    send(
        desk,
        f"{COMMENTS}/{bad['id']}/appeal",
        {"text": "Ik zet alleen een feit recht.\nZie het artikel zelf."},
        bad["token"],
    )
    page.goto(f"{desk.base}/moderate/queue")
    return page


def test_reports_and_appeals_are_settled_by_keyboard_alone(desk: RunningDesk, tabs: Tabs) -> None:
    page = concerned(desk, tabs)
    desk.post("Een mooi verhaal")
    page.reload()
    expect(page.locator(".card")).to_be_focused()
    page.keyboard.press("5")
    expect(page.locator(".concern")).to_contain_text("1 melding uit één netwerk")
    expect(page.locator(".card")).to_be_focused()
    expect(page.get_by_role("button", name="Behouden").first).to_have_attribute(
        "aria-keyshortcuts", "a"
    )
    page.keyboard.press("a")
    expect(page.locator(".tomb")).to_contain_text("Behouden.")
    expect(page.locator(".tomb form")).to_have_count(1)
    page.keyboard.press("z")
    expect(page.locator(".concern")).to_contain_text("Scheldpartij")
    page.locator(".card").focus()
    page.keyboard.press("6")
    expect(page.locator(".answer")).to_be_visible()
    expect(page.locator(".card")).to_be_focused()
    page.locator(".answer textarea").fill("Nee.")
    page.locator(".card").focus()
    page.keyboard.press("r")

    expect(page.locator(".tomb form")).to_have_count(1)
    expect(page.locator(".tomb")).to_contain_text("Bezwaar afgewezen.")
    page.locator(".tomb").focus()
    page.keyboard.press("1")
    expect(page.locator(".card")).to_contain_text("Een mooi verhaal")
    assert tabs.complaints == []


def test_an_answer_that_cannot_be_sent_is_not_lost(desk: RunningDesk, tabs: Tabs) -> None:
    page = concerned(desk, tabs)
    page.goto(f"{desk.base}/moderate/queue?only=appealed")
    page.locator(".answer textarea").fill("Je had gelijk.")
    page.route("**/moderate/appeal", lambda route: route.abort())

    page.click(".answer button[value=grant]")

    expect(page.locator("#alert")).to_contain_text("Er is niets veranderd")
    expect(page.locator(".answer textarea")).to_have_value("Je had gelijk.")


def test_no_tower_of_marks_is_drawn_over_what_others_said(desk: RunningDesk, tabs: Tabs) -> None:
    tower = "o" + "\u0301" * 400
    said = {"site": "demo", "post": "/demo"}
    page = desk.enter(tabs, viewport={"width": 390, "height": 900})
    for name in ("Kees", "Karin"):
        posted = send(desk, COMMENTS, {**said, "name": name, "text": f"{name} roept {tower}"})
        page.goto(f"{desk.base}/moderate/comments/{posted['id']}")
        page.locator(".card .acts button[value=approve]").click()
        expect(page.locator(".tomb form")).to_have_count(1)
        send(desk, f"{COMMENTS}/{posted['id']}/reports", {"reason": "abuse", "text": tower})

    page.goto(f"{desk.base}/moderate/queue?only=reported")
    expect(page.locator(".concern")).to_have_count(2)
    drawn = page.locator(".views").screenshot()
    page.evaluate("document.querySelector('.cards').hidden = true")
    alone = page.locator(".views").screenshot()
    page.evaluate("document.querySelector('.cards').hidden = false")

    assert drawn == alone
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_both_views_are_accessible_fit_and_can_be_looked_at(
    desk: RunningDesk, tabs: Tabs, artifacts: Path, width: int, scheme: str
) -> None:
    page = concerned(desk, tabs, viewport={"width": width, "height": 900}, color_scheme=scheme)
    found: dict[str, list[str]] = {}

    for view in ("reported", "appealed", "reported&q=niets"):
        page.goto(f"{desk.base}/moderate/queue?only={view}")
        name = view.replace("&q=", "-")
        page.screenshot(path=artifacts / f"desk-{name}-{width}-{scheme}.png", full_page=True)
        found[view] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    assert {view: each for view, each in found.items() if each} == {}
    assert tabs.complaints == []
