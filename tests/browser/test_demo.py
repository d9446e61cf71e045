"""The demo page in Chromium: with JavaScript, without it, on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Demo, Tabs
from tests.browser.desk import violations

pytestmark = pytest.mark.browser

HELD = "Bedankt! Je reactie is zichtbaar na goedkeuring."


def _to_the_comments(page: Page) -> None:
    """They load when they are nearly in sight."""
    page.locator("reactie-comments").scroll_into_view_if_needed()


def _post(page: Page, text: str, name: str = "Jan") -> None:
    page.get_by_label("Je reactie").fill(text)
    page.get_by_label("Naam").fill(name)
    page.get_by_role("button", name="Reactie plaatsen").click()


def test_a_comment_posted_with_javascript_is_held_and_listed_once_approved(
    demo: Demo, tabs: Tabs
) -> None:
    page = tabs.open(demo.page)
    expect(page.get_by_role("heading", name="Geen opmerkingen:")).to_be_visible()

    _post(page, "Wat een **mooi** verhaal.")

    expect(page.get_by_role("status")).to_have_text(HELD)
    demo.approve_all()
    page.reload()
    expect(page.get_by_role("heading", name="1 opmerking:")).to_be_visible()
    expect(page.locator("reactie-comments article strong")).to_have_text("mooi")


def test_a_comment_posted_without_javascript_is_held_and_listed_once_approved(
    demo: Demo, tabs: Tabs
) -> None:
    page = tabs.open(demo.page, java_script_enabled=False)
    page.get_by_role("link", name="Lees de reacties en schrijf er een").click()

    _post(page, "Zonder script.")

    expect(page.get_by_role("status")).to_have_text("Dank je! Je reactie is aangekomen.")
    expect(page.get_by_text("Hij wacht op een moderator.")).to_be_visible()
    demo.approve_all()
    page.reload()
    expect(page.get_by_text("Hij is openbaar.")).to_be_visible()
    page.goto(f"{demo.base}/p/demo?post=/demo&lang=nl")
    expect(page.locator(".comment .text")).to_have_text("Zonder script.")
    page.get_by_role("link", name="Jan beantwoorden").click()
    expect(page.get_by_text("In antwoord op Jan")).to_be_visible()
    _post(page, "Een antwoord.", name="Fatima")
    demo.approve_all()
    page.goto(f"{demo.base}/p/demo?post=/demo&lang=nl")
    expect(page.locator(".depth-1 .text")).to_have_text("Een antwoord.")


def test_without_javascript_an_error_stands_at_its_field(demo: Demo, tabs: Tabs) -> None:
    page = tabs.open(f"{demo.base}/p/demo?post=/demo&lang=nl", java_script_enabled=False)
    page.get_by_label("Website").fill("geen adres")

    _post(page, "Met een fout adres.")

    field = page.get_by_label("Website")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description("Vul een webadres in, zoals https://blog.example.")
    expect(page.get_by_label("Je reactie")).to_have_value("Met een fout adres.")


def test_the_page_without_javascript_has_nothing_that_axe_objects_to(
    demo: Demo, tabs: Tabs, artifacts: Path
) -> None:
    page = tabs.open(f"{demo.base}/p/demo?post=/demo&lang=nl")
    _post(page, "Iets om te lezen.")
    demo.approve_all()
    page.goto(f"{demo.base}/p/demo?post=/demo&lang=nl")
    assert violations(page) == []
    page.get_by_label("Website").fill("geen adres")

    _post(page, "Met een fout adres.")

    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.screenshot(path=artifacts / "thread-page-wrong-320.png", full_page=True)


def test_the_blog_speaks_english_when_it_is_asked_to(demo: Demo, tabs: Tabs) -> None:
    page = tabs.open(f"{demo.page}?lang=en")

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", name="No comments:")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_never_scrolls_sideways(demo: Demo, tabs: Tabs, width: int) -> None:
    page = tabs.open(demo.page, viewport={"width": width, "height": 800})
    _to_the_comments(page)
    _post(page, f"https://voorbeeld.example/{'lang' * 60}", name="x" * 80)
    expect(page.get_by_role("status")).to_have_text(HELD)
    demo.approve_all()

    page.reload()
    _to_the_comments(page)

    expect(page.locator("article .text")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_can_be_looked_at(
    demo: Demo, tabs: Tabs, artifacts: Path, scheme: str, width: int
) -> None:
    looks = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    page = tabs.open(demo.page, **looks)
    _to_the_comments(page)
    expect(page.get_by_role("heading", name="Geen opmerkingen:")).to_be_visible()
    page.screenshot(path=artifacts / f"demo-empty-{scheme}-{width}.png", full_page=True)
    for text in ("Wat een mooi verhaal.", "Bij ons ging het net zo met de speeltuin."):
        _post(page, text)
        expect(page.get_by_label("Je reactie")).to_have_value("")
    demo.approve_all()

    page.reload()
    _to_the_comments(page)

    expect(page.locator("reactie-comments article")).to_have_count(2)
    assert violations(page) == []
    page.screenshot(path=artifacts / f"demo-{scheme}-{width}.png", full_page=True)
