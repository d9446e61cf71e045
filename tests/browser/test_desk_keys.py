"""Keys of one's own choice on the desk, in Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tabs
from tests.browser.desk import RunningDesk, running_desk, violations

pytestmark = pytest.mark.browser

NO_STORAGE = """
Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no"); } });
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    with running_desk(tmp_path) as running:
        for text in ("Een mooi verhaal", "Heel wat anders"):
            running.post(text)
        yield running


def choose(page: Page, act: str, key: str) -> None:
    """In the open dialog, as somebody types it."""
    page.focus(f"#key-{act}")
    page.keyboard.type(key)


def test_any_key_can_be_chosen_for_an_act_and_holds_after_a_reload(
    desk: RunningDesk, tabs: Tabs
) -> None:
    page = desk.enter(tabs)
    page.reload()
    page.keyboard.press("?")
    assert page.evaluate("document.activeElement.id") == "keys-title"

    choose(page, "approve", "g")
    expect(page.locator("#keys-said")).to_have_text("g is nu de toets voor: goedkeuren")
    found = violations(page)
    page.reload()
    button = page.locator(".card button[value=approve]").first
    expect(button).to_have_attribute("aria-keyshortcuts", "g")
    page.keyboard.press("a")
    expect(page.locator(".tomb")).to_have_count(0)
    page.keyboard.press("g")

    expect(page.locator(".tomb")).to_have_count(1)
    assert found == []
    assert tabs.complaints == []


def test_keys_lead_out_of_an_empty_view(desk: RunningDesk, tabs: Tabs) -> None:
    page = desk.enter(tabs)

    page.goto(f"{desk.base}/moderate/queue?status=spam")
    expect(page.locator("p.empty")).to_be_focused()
    page.keyboard.press("3")
    page.wait_for_url("**status=rejected")
    page.keyboard.press("1")
    page.wait_for_url("**status=pending")

    expect(page.locator(".card").first).to_be_focused()


def test_a_key_that_is_taken_or_unfit_is_told_and_not_chosen(desk: RunningDesk, tabs: Tabs) -> None:
    page = desk.enter(tabs)
    page.reload()
    page.keyboard.press("?")

    choose(page, "approve", "s")
    expect(page.locator("#keys-said")).to_contain_text("s is al de toets voor: spam")
    expect(page.locator("#key-approve")).to_have_attribute("aria-invalid", "true")
    choose(page, "spam", "3")
    expect(page.locator("#keys-said")).to_contain_text("cijfers")
    page.focus("#keys-reset")

    expect(page.locator("#key-approve")).to_have_value("a")
    expect(page.locator("#key-spam")).to_have_value("s")


def test_a_set_is_a_place_to_start_from_and_the_way_back(desk: RunningDesk, tabs: Tabs) -> None:
    page = desk.enter(tabs)
    page.reload()
    page.keyboard.press("?")
    page.select_option("#keys-set", "coral")
    choose(page, "help", "w")
    choose(page, "spam", "?")

    expect(page.locator("#key-approve")).to_have_value("d")
    page.keyboard.press("Escape")
    page.locator(".card").first.focus()
    page.keyboard.press("w")
    expect(page.locator("#keys")).to_be_visible()
    page.click("#keys-reset")

    expect(page.locator("#key-help")).to_have_value("?")
    expect(page.locator("#key-approve")).to_have_value("d")
    expect(page.locator("#keys-open kbd")).to_have_text("?")


def test_keys_can_be_chosen_where_the_browser_keeps_nothing(desk: RunningDesk, tabs: Tabs) -> None:
    page = desk.enter(tabs)
    page.add_init_script(NO_STORAGE)
    page.reload()
    page.keyboard.press("?")
    choose(page, "approve", "g")
    page.keyboard.press("Escape")
    page.locator(".card").first.focus()

    page.keyboard.press("g")

    expect(page.locator(".tomb")).to_have_count(1)
    assert tabs.complaints == []


def test_keys_that_were_spoilt_in_storage_are_the_usual_ones(desk: RunningDesk, tabs: Tabs) -> None:
    page = desk.enter(tabs)
    for spoilt in ("null", "{", '{"approve": 7, "nothing": "a"}', '{"approve": ""}'):
        page.evaluate("(own) => localStorage.setItem('reactie.keys-own', own)", spoilt)
        page.reload()
        expect(page.locator(".card button[value=approve]").first).to_have_attribute(
            "aria-keyshortcuts", "a"
        )
    assert tabs.complaints == []
