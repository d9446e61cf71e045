"""Replying on the desk in Chromium: by keyboard, without JavaScript, with hostile texts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tabs
from tests.browser.desk import RunningDesk, running_desk, violations
from tests.hostile.corpora import entries, needs_corpora

pytestmark = pytest.mark.browser

FOCUS = "document.activeElement.tagName"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    with running_desk(tmp_path) as running:
        yield running


def queue(desk: RunningDesk, tabs: Tabs, **options: object) -> Page:
    page = desk.enter(tabs, **options)
    page.reload()
    return page


def test_a_comment_is_approved_answered_and_taken_back_by_keyboard_alone(
    desk: RunningDesk, tabs: Tabs
) -> None:
    desk.post("Een mooi verhaal")
    page = queue(desk, tabs)

    page.keyboard.press("p")
    assert page.evaluate(FOCUS) == "TEXTAREA"
    page.keyboard.type("asdzx? Dank je wel!")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".tomb")).to_contain_text("Goedgekeurd en beantwoord.")
    expect(page.locator(".tomb form")).to_have_count(1)
    assert desk.shown() == 2
    page.locator(".tomb").focus()
    page.keyboard.press("z")
    expect(page.locator(".card")).to_contain_text("In afwachting")

    assert desk.shown() == 0
    assert tabs.complaints == []


def test_escape_closes_and_goes_back_and_the_text_is_there_when_it_opens_again(
    desk: RunningDesk, tabs: Tabs
) -> None:
    desk.post("Een mooi verhaal")
    page = queue(desk, tabs)
    page.keyboard.press("p")
    page.keyboard.type("Dank")

    page.keyboard.press("Escape")

    assert "Een mooi verhaal" in page.evaluate("document.activeElement.innerText")
    expect(page.locator(".write textarea")).to_be_hidden()
    page.keyboard.press("p")
    expect(page.locator(".write textarea")).to_have_value("Dank")


def test_ones_own_reply_is_edited_by_keyboard(desk: RunningDesk, tabs: Tabs) -> None:
    desk.post("Een mooi verhaal")
    page = queue(desk, tabs)
    page.keyboard.press("p")
    page.keyboard.type("Dank je wel!")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".tomb form")).to_have_count(1)
    page.goto(f"{desk.base}/moderate/queue?status=approved")
    page.locator(".card", has=page.locator(".badge")).focus()

    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.value") == "Dank je wel!"
    page.keyboard.press("Control+a")
    page.keyboard.type("Graag gedaan!")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".said", has_text="Graag gedaan!")).to_have_count(1)
    expect(page.locator("#status")).to_have_text("Bewerkt.")
    expect(page.locator(":focus")).to_contain_text("Graag gedaan!")


def test_an_empty_reply_is_not_sent(desk: RunningDesk, tabs: Tabs) -> None:
    desk.post("Een mooi verhaal")
    page = queue(desk, tabs)
    page.keyboard.press("p")

    page.keyboard.press("Control+Enter")

    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".write textarea")).to_be_focused()


def test_without_a_network_the_text_is_kept_and_the_focus_is_in_it(
    desk: RunningDesk, tabs: Tabs
) -> None:
    desk.post("Een mooi verhaal")
    page = queue(desk, tabs)
    page.route("**/moderate/reply", lambda route: route.abort())
    page.keyboard.press("p")
    page.keyboard.type("Dank je wel!")

    page.keyboard.press("Control+Enter")

    expect(page.locator("#alert")).to_contain_text("Er is niets veranderd")
    expect(page.locator(".write textarea")).to_have_value("Dank je wel!")
    expect(page.locator(".write textarea")).to_be_focused()


def test_when_the_session_ended_the_text_is_there_after_signing_in(
    desk: RunningDesk, tabs: Tabs
) -> None:
    desk.post("Een mooi verhaal")
    page = queue(desk, tabs)
    page.keyboard.press("p")
    page.keyboard.type("Dank je wel!")
    page.context.clear_cookies()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#alert")).to_contain_text("Je bent uitgelogd")
    expect(page.locator(".write textarea")).to_have_value("Dank je wel!")
    page.reload()
    page.fill("#email", "anna@blog.example")
    page.fill("#password", "een lange zin met woorden")

    page.click("button.main")

    expect(page.locator(".write textarea")).to_have_value("Dank je wel!")
    expect(page.locator(".write textarea")).to_be_visible()


def test_who_comes_second_keeps_the_text(desk: RunningDesk, tabs: Tabs) -> None:
    desk.post("Een mooi verhaal")
    first = queue(desk, tabs)
    second = desk.sign_in(tabs)
    first.keyboard.press("r")
    expect(first.locator(".tomb form")).to_have_count(1)
    second.keyboard.press("p")
    second.keyboard.type("Dank je wel!")

    second.keyboard.press("Control+Enter")

    expect(second.locator(".card [role=alert]")).to_contain_text(
        re.compile(r"Al afgehandeld door Anna op .*: Afgewezen\.")
    )
    expect(second.locator(".write textarea")).to_have_value("Dank je wel!")


def test_the_keys_of_other_desks_reply_too(desk: RunningDesk, tabs: Tabs) -> None:
    desk.post("Een mooi verhaal")
    page = queue(desk, tabs)
    page.keyboard.press("?")
    page.select_option("#keys-set", "wordpress")
    expect(page.locator("#key-reply")).to_have_value("r")
    expect(page.locator("#key-edit")).to_have_value("e")
    page.keyboard.press("Escape")
    page.locator(".card").focus()

    page.keyboard.press("r")

    assert page.evaluate(FOCUS) == "TEXTAREA"


def test_all_of_it_works_without_javascript(desk: RunningDesk, tabs: Tabs) -> None:
    desk.post("Een mooi verhaal")
    page = desk.enter(tabs)
    plain = page.context.browser
    assert plain is not None
    page = desk.sign_in(tabs, java_script_enabled=False)
    page.click(".write summary")
    page.fill(".write textarea", "Dank je wel!")
    page.click(".write button")
    expect(page.locator(".tomb")).to_contain_text("Goedgekeurd en beantwoord.")
    assert desk.shown() == 2

    page.click(".tomb button")

    expect(page.locator(".card")).to_contain_text("Een mooi verhaal")
    assert desk.shown() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_open_form_is_accessible_fits_and_can_be_looked_at(
    desk: RunningDesk, tabs: Tabs, artifacts: Path, width: int, scheme: str
) -> None:
    desk.post("Een mooi verhaal")
    desk.post("Heel wat anders, over de bieb")
    page = desk.enter(tabs, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.reload()
    page.keyboard.press("p")
    page.screenshot(path=artifacts / f"desk-reply-{width}-{scheme}.png", full_page=True)
    found = violations(page)
    page.keyboard.type("Dank je wel!")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".tomb form")).to_have_count(1)
    page.goto(f"{desk.base}/moderate/queue?status=approved")
    page.locator(".card", has=page.locator(".badge")).focus()
    page.keyboard.press("e")
    page.screenshot(path=artifacts / f"desk-edit-{width}-{scheme}.png", full_page=True)
    found += violations(page)
    page.goto(f"{desk.base}/demo")
    page.screenshot(path=artifacts / f"demo-badge-{width}-{scheme}.png", full_page=True)
    found += violations(page)

    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert tabs.complaints == []


@needs_corpora
def test_hostile_replies_are_shown_harmless(desk: RunningDesk, tabs: Tabs) -> None:
    payloads = [str(each["payload"]) for each in entries("xss/payloadsallthethings_xss.jsonl")]
    desk.post("Een mooi verhaal")
    page = queue(desk, tabs)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.keyboard.press("p")
    page.fill(".write textarea", "\n\n".join(payloads)[:9_000])
    page.keyboard.press("Control+Enter")
    expect(page.locator(".tomb form")).to_have_count(1)

    for path in ("/moderate/queue?status=approved", "/demo"):
        page.goto(f"{desk.base}{path}")

    assert desk.shown() == 2
    assert dialogs == []
    assert tabs.complaints == []
