"""The desk's pages in Chromium: closed, renamed and merged by keyboard, and looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tabs
from tests.browser.desk import RunningDesk, running_desk, violations

pytestmark = pytest.mark.browser

LONG = "Over-een-woord-dat-nergens-afgebroken-kan-worden-" * 5


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    with running_desk(tmp_path) as running:
        yield running


def post_on_pages(desk: RunningDesk) -> None:
    for post, title, text in (
        ("/2015/02/co-creatie.html", "Co-creatie", "Een mooi verhaal"),
        ("/co-creatie", "Co-creatie (oude link)", "Heel wat anders"),
        (f"/{LONG}", LONG, "Iets voor de vuilnisbak"),
    ):
        desk.post(text, post=post, post_title=title)


def press(page: Page, name: str) -> None:
    """Goes with Tab to what has this name, and presses Enter there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if str(page.evaluate("document.activeElement.innerText")).startswith(name):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} is not reached by keyboard")


def test_a_page_is_closed_merged_and_taken_out_again_by_keyboard_alone(
    desk: RunningDesk, tabs: Tabs
) -> None:
    post_on_pages(desk)
    page = desk.enter(tabs)
    page.goto(f"{desk.base}/moderate/threads?q=oude")

    press(page, "Reacties sluiten")
    expect(page.locator(".note")).to_contain_text("Gesloten:")
    press(page, "Co-creatie (oude link)")
    page.wait_for_selector("#into")
    page.focus("#into")
    page.keyboard.type("/2015/02/co-creatie.html")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(
        "“Co-creatie (oude link)” samenvoegen met “Co-creatie”?"
    )
    press(page, "Samenvoegen")
    expect(page.locator(".note")).to_contain_text("Samengevoegd.")
    press(page, "Ongedaan maken")
    expect(page.locator(".note")).to_contain_text("staat weer op zichzelf")

    assert tabs.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_a_page_of_the_desk_is_accessible_fits_and_can_be_looked_at(
    desk: RunningDesk, tabs: Tabs, artifacts: Path, width: int, scheme: str
) -> None:
    post_on_pages(desk)
    page = desk.enter(tabs, viewport={"width": width, "height": 900}, color_scheme=scheme)
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        page.screenshot(path=artifacts / f"desk-{name}-{width}-{scheme}.png", full_page=True)
        found[name] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.goto(f"{desk.base}/moderate/threads")
    page.click("button:has-text('Reacties sluiten')")
    look("threads")
    page.click("h2 a:has-text('oude link')")
    page.fill("#into", "/nergens")
    page.press("#into", "Enter")
    expect(page.locator("#into")).to_have_attribute("aria-invalid", "true")
    look("thread")
    page.fill("#into", "/2015/02/co-creatie.html")
    page.press("#into", "Enter")
    page.wait_for_selector("h1:has-text('samenvoegen')")
    look("thread-merge")
    page.click("button.main")
    page.wait_for_selector(".note")
    look("thread-merged")

    assert {name: each for name, each in found.items() if each} == {}
    assert tabs.complaints == [] or all("404" in each for each in tabs.complaints)
