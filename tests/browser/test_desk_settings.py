"""The settings in Chromium: by keyboard alone, and without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tabs
from tests.browser.desk import RunningDesk, running_desk, violations

pytestmark = pytest.mark.browser

REFUSED = "Failed to load resource: the server responded with a status of 422"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    with running_desk(tmp_path) as running:
        yield running


def tab_to(page: Page, id_: str) -> None:
    for _ in range(60):
        if page.evaluate("document.activeElement.id") == id_:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{id_} cannot be reached")


def test_a_setting_is_mended_and_saved_by_keyboard_alone(desk: RunningDesk, tabs: Tabs) -> None:
    page = desk.enter(tabs)
    page.goto(f"{desk.base}/moderate/settings")

    tab_to(page, "edit_minutes")
    page.keyboard.press("Control+A")
    page.keyboard.type("gauw")
    page.keyboard.press("Enter")
    expect(page.locator("#edit_minutes-wrong")).to_be_visible()
    expect(page.locator("#edit_minutes")).to_be_focused()
    wrong = violations(page)
    page.keyboard.press("Control+A")
    page.keyboard.type("15")
    page.keyboard.press("Enter")

    expect(page.locator(".note.good")).to_be_visible()
    expect(page.locator("#edit_minutes")).to_have_value("15")
    assert wrong == []
    assert [each for each in tabs.complaints if not each.startswith(REFUSED)] == []


def test_a_site_is_made_without_javascript(desk: RunningDesk, tabs: Tabs) -> None:
    desk.enter(tabs)
    page = desk.sign_in(tabs, "/moderate/settings", java_script_enabled=False)

    page.fill("#new-slug", "nieuw")
    page.fill("#new-origins", "https://nieuw.example")
    page.click("form:has(#new-slug) button")

    expect(page.locator("#origins")).to_have_value("https://nieuw.example")
    page.check("input[value=hold_all]")
    page.click("form:has(#edit_minutes) button")
    expect(page.locator("input[value=hold_all]")).to_be_checked()
    page.goto(f"{desk.base}/moderate/log?part=events&site=nieuw")
    expect(page.locator("table")).to_contain_text("Elke reactie")
    expect(page.locator("table")).to_contain_text("De site nieuw is gemaakt.")
