"""The demo page in Chromium: with JavaScript, without it, on a phone, by keyboard."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Demo, Tabs

pytestmark = pytest.mark.browser

HELD = "Bedankt! Je reactie is zichtbaar na goedkeuring."


def _post(page: Page, text: str, name: str = "Jan") -> None:
    page.get_by_label("Je reactie").fill(text)
    page.get_by_label("Naam").fill(name)
    page.get_by_role("button", name="Reactie plaatsen").click()


def test_a_comment_posted_with_javascript_is_held_and_listed_once_approved(
    demo: Demo, tabs: Tabs
) -> None:
    page = tabs.open(demo.page)

    _post(page, "Wat een **mooi** verhaal.")

    expect(page.get_by_role("status")).to_have_text(HELD)
    expect(page.get_by_role("heading", name="Geen opmerkingen:")).to_be_visible()
    demo.approve_all()
    page.reload()
    expect(page.get_by_role("heading", name="1 opmerking:")).to_be_visible()
    expect(page.locator("#comments strong")).to_have_text("mooi")
    assert tabs.complaints == []


def test_a_comment_posted_without_javascript_is_held_and_listed_once_approved(
    demo: Demo, tabs: Tabs
) -> None:
    page = tabs.open(demo.page, java_script_enabled=False)

    _post(page, "Zonder script.")

    assert page.url == f"{demo.page}?reactie=held#reactie"
    expect(page.get_by_role("status")).to_have_text(HELD)
    demo.approve_all()
    page.goto(demo.page)
    expect(page.locator("#comments .text")).to_have_text("Zonder script.")


def test_posting_with_javascript_does_not_reload_the_page(demo: Demo, tabs: Tabs) -> None:
    page = tabs.open(demo.page)
    page.evaluate("window.stillTheSame = true")

    _post(page, "Zelfde pagina.")

    expect(page.get_by_role("status")).to_have_text(HELD)
    assert page.evaluate("window.stillTheSame")


def test_what_is_published_at_once_is_listed_without_a_reload(demo: Demo, tabs: Tabs) -> None:
    page = tabs.open(demo.page)
    for text in ("Eerste reactie.", "Tweede reactie."):
        _post_slowly(page, text)
        expect(page.get_by_label("Je reactie")).to_have_value("")
        demo.approve_all()

    _post_slowly(page, "Derde reactie.")

    expect(page.get_by_role("status")).to_have_text("Je reactie is geplaatst.")
    expect(page.locator("#comments .text").last).to_have_text("Derde reactie.")


def _post_slowly(page: Page, text: str) -> None:
    """As somebody who takes his time: without its token nothing tells how long the form was open,
    so the test need not wait."""
    page.locator("[name=form]").evaluate("field => field.remove()")
    _post(page, text)


def test_the_name_is_kept_for_the_next_comment(demo: Demo, tabs: Tabs) -> None:
    page = tabs.open(demo.page)

    _post(page, "Eerste.", name="Fatima")

    expect(page.get_by_label("Je reactie")).to_have_value("")
    expect(page.get_by_label("Naam")).to_have_value("Fatima")


def test_an_error_stands_at_its_field_and_focus_goes_there(demo: Demo, tabs: Tabs) -> None:
    page = tabs.open(demo.page)
    page.get_by_label("Website").fill("geen adres")

    _post(page, "Met een fout adres.")

    field = page.get_by_label("Website")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Vul een webadres in, zoals https://blog.example.")
    expect(page.get_by_label("Je reactie")).to_have_value("Met een fout adres.")


def test_when_sending_fails_the_text_stays_and_a_retry_posts_once(demo: Demo, tabs: Tabs) -> None:
    page = tabs.open(demo.page)
    answered: list[int] = []

    def lose_the_first_answer(route: object) -> None:
        if answered:
            route.continue_()  # type: ignore[attr-defined]
        else:
            answered.append(route.fetch().status)  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]

    page.route("**/api/v1/comments", lose_the_first_answer)
    _post(page, "Een keer is genoeg.")
    expect(page.get_by_role("alert")).to_contain_text("Je tekst is bewaard")

    page.get_by_role("button", name="Reactie plaatsen").click()

    expect(page.get_by_role("status")).to_have_text(HELD)
    assert answered == [202]
    assert demo.pending() == ["Een keer is genoeg."]


@pytest.mark.parametrize("has_script", [True, False])
def test_an_answer_stands_below_what_it_answers(demo: Demo, tabs: Tabs, has_script: bool) -> None:
    page = tabs.open(demo.page, java_script_enabled=has_script)
    _post(page, "Wie beslist er?", name="Fatima")
    expect(page.get_by_role("status")).to_have_text(HELD)
    demo.approve_all()
    page.goto(demo.page)
    page.get_by_role("link", name="Beantwoorden: Fatima").click()

    _post(page, "Iedereen samen.", name="Marijke")

    expect(page.get_by_role("status")).to_have_text(HELD)
    demo.approve_all()
    page.goto(demo.page)
    expect(page.locator(".depth-1 .author")).to_have_text("Marijke")
    expect(page.locator(".depth-1 .answers")).to_have_text("In antwoord op Fatima")


def test_the_page_speaks_english_when_asked(demo: Demo, tabs: Tabs) -> None:
    page = tabs.open(f"{demo.page}?lang=en", java_script_enabled=False)
    page.get_by_label("Your comment").fill("Lovely.")

    page.get_by_role("button", name="Post comment").click()

    expect(page.get_by_role("status")).to_contain_text("visible after approval")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_field_that_people_never_see_is_out_of_everybodys_way(demo: Demo, tabs: Tabs) -> None:
    page = tabs.open(demo.page)
    page.get_by_label("Je reactie").focus()

    reached = []
    for _ in range(5):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.type"))

    assert reached[:4] == ["name", "website", "email", "submit"]
    assert page.get_by_role("textbox").count() == 4


def test_the_address_bar_and_the_api_cannot_be_told_to_run_script(demo: Demo, tabs: Tabs) -> None:
    page = tabs.open(demo.page)
    _post(page, "<img src=x onerror=alert(1)> <script>alert(2)</script>", name="<b>Piet</b>")
    expect(page.get_by_role("status")).to_have_text(HELD)
    demo.approve_all()

    page.reload()

    expect(page.locator("#comments .author")).to_have_text("<b>Piet</b>")
    assert page.locator("#comments img, #comments script").count() == 0
    assert tabs.complaints == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_never_scrolls_sideways(demo: Demo, tabs: Tabs, width: int) -> None:
    page = tabs.open(demo.page, viewport={"width": width, "height": 800})
    _post(page, f"https://voorbeeld.example/{'lang' * 60}", name="x" * 80)
    expect(page.get_by_role("status")).to_have_text(HELD)
    demo.approve_all()

    page.reload()

    expect(page.locator("#comments .text")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_everything_to_press_is_large_enough_for_a_finger(demo: Demo, tabs: Tabs) -> None:
    page = tabs.open(demo.page, viewport={"width": 320, "height": 800})
    _post(page, "Iets om te beantwoorden.")
    expect(page.get_by_role("status")).to_have_text(HELD)
    demo.approve_all()
    page.goto(demo.page)
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("link", name="Beantwoorden: Jan").click()

    too_small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, textarea, input:not([type=hidden])")]
            .filter(each => !each.closest("[aria-hidden], .text"))
            .filter(each => each.getBoundingClientRect().height < 24)
            .map(each => each.outerHTML)"""
    )

    assert too_small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_can_be_looked_at(
    demo: Demo, tabs: Tabs, artifacts: Path, scheme: str, width: int
) -> None:
    looks = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    page = tabs.open(demo.page, **looks)
    page.screenshot(path=artifacts / f"demo-empty-{scheme}-{width}.png", full_page=True)
    for text in ("Wat een mooi verhaal.", "Bij ons ging het net zo met de speeltuin."):
        _post(page, text)
        expect(page.get_by_label("Je reactie")).to_have_value("")
    demo.approve_all()

    page.reload()

    expect(page.locator("#comments .comment")).to_have_count(2)
    page.screenshot(path=artifacts / f"demo-{scheme}-{width}.png", full_page=True)
    assert tabs.complaints == []


def test_the_script_is_under_three_kilobytes(demo: Demo, tabs: Tabs) -> None:
    page = tabs.open(demo.page)

    script = page.request.get(f"{demo.page}/demo.js")

    assert len(script.body()) < 3_072
