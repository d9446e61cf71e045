"""The page of an author in Chromium: by keyboard, without JavaScript, at each width, hostile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tabs
from tests.browser.desk import RunningDesk, running_desk, violations

pytestmark = pytest.mark.browser

DEVICE = "device-of-jan-0123456789"
EVIL = '"><img src=x onerror=alert(1)><script>alert(1)</script>'


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    with running_desk(tmp_path) as running:
        yield running


def block_until(page: Page, day: str) -> None:
    page.select_option("#block-span", "until")
    page.fill("#block-until", day)
    page.fill("#block-reason", "Reclame")
    page.click("button.bad")
    page.wait_for_url("**said=block_done")


def test_an_author_is_noted_and_blocked_until_a_day_by_keyboard_alone(
    desk: RunningDesk, tabs: Tabs
) -> None:
    desk.post("Een mooi verhaal", device=DEVICE)
    page = desk.enter(tabs)
    page.reload()

    page.keyboard.press("h")
    page.wait_for_url("**/author")
    page.focus("#note")
    page.keyboard.type("Bekend van het andere blog")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**said=note_done")
    expect(page.locator(".noted")).to_have_text("Bekend van het andere blog")
    page.focus("#block-span")
    expect(page.locator("#block-until")).not_to_be_visible()
    page.keyboard.type("tot")
    expect(page.locator("#block-until")).to_be_visible()
    page.fill("#block-until", "2099-01-31")
    page.focus("button.bad")
    page.keyboard.press("Enter")
    page.wait_for_url("**said=block_done")

    turned_away = desk.post("Nog een verhaal", device=DEVICE)
    page.goto(f"{desk.base}/moderate/comments/{turned_away}")
    expect(page.locator(".where strong")).to_have_text("Afgewezen")
    page.click(".reasons summary")
    expect(page.locator(".reasons dd").first).to_contain_text(
        "geblokkeerd (dit apparaat) tot 1 februari 2099 om 00:00"
    )
    assert tabs.complaints == []


def test_an_author_is_blocked_and_let_in_again_without_javascript(
    desk: RunningDesk, tabs: Tabs
) -> None:
    desk.post("Een mooi verhaal", device=DEVICE)
    desk.enter(tabs)
    page = desk.sign_in(tabs, java_script_enabled=False)

    page.click("a.person")
    block_until(page, "2099-01-31")
    expect(page.locator(".kept").first).to_contain_text("tot 1 februari 2099 om 00:00 · Reclame")
    page.click("text=Alle blokkades")
    page.click("text=Blokkade opheffen")

    expect(page.locator("main")).to_contain_text("Er is niemand geblokkeerd.")


def test_a_reason_is_chosen_and_a_note_written_before_a_card_is_decided(
    desk: RunningDesk, tabs: Tabs
) -> None:
    posted = desk.post("Een mooi verhaal")
    page = desk.enter(tabs)
    page.reload()
    page.click(".why summary")
    page.select_option(".why select", "off_topic")
    page.fill(".why textarea", "ars")
    page.keyboard.press("Control+a")
    page.keyboard.type("Hoort bij deel twee")
    expect(page.locator(".card")).to_have_count(1)

    page.click(".acts button[value=reject]")
    expect(page.locator(".tomb form")).to_have_count(1)
    page.goto(f"{desk.base}/moderate/comments/{posted}")

    expect(page.locator(".story")).to_contain_text("niet over het onderwerp · Hoort bij deel twee")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_pages_of_authors_are_accessible_and_fit_whatever_a_name_holds(
    desk: RunningDesk, tabs: Tabs, artifacts: Path, width: int, scheme: str
) -> None:
    for n, name in enumerate((EVIL, "A" * 80, "Piet \u202eomgekeerd", "Ω\u0301" * 30)):
        desk.post(f"Reactie {n} {EVIL}", name=name, device=DEVICE if n == 0 else "")
    page = desk.enter(tabs, viewport={"width": width, "height": 900}, color_scheme=scheme)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.reload()
    page.locator("a.person").first.click()
    page.fill("#note", EVIL * 5)
    page.click("text=Notitie toevoegen")
    page.wait_for_url("**said=note_done")
    block_until(page, "2099-01-31")
    author = page.url.partition("?")[0]
    found: dict[str, list[str]] = {}

    rooms = {"author": author, "blocks": "/moderate/blocks", "log": "/moderate/log?by=rules"}
    for room, path in rooms.items():
        page.goto(path if path.startswith("http") else f"{desk.base}{path}")
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        page.screenshot(path=artifacts / f"desk-{room}-{width}-{scheme}.png", full_page=True)
        found[room] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    assert {room: each for room, each in found.items() if each} == {}
    assert dialogs == tabs.complaints == []
