"""The widget in Chromium under a blog's post: reading and writing, with every mishap on the way."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.blog import Blog, write
from tests.browser.conftest import Tabs

pytestmark = pytest.mark.browser

HELD = "Bedankt! Je reactie is zichtbaar na goedkeuring."
WAITS = "Wacht op goedkeuring – alleen jij ziet dit"
FOCUSED = """() => {
  const focused = document.activeElement.shadowRoot?.activeElement;
  return focused?.ariaLabel ?? focused?.textContent;
}"""


def test_a_comment_waits_seen_by_its_author_alone_until_it_is_approved(
    blog: Blog, tabs: Tabs
) -> None:
    page = tabs.open(blog.write())
    expect(page.get_by_role("heading", name="Nog geen reacties")).to_be_visible()

    write(page, "Wat een **mooi** stuk.")

    expect(page.get_by_role("status")).to_have_text(HELD)
    expect(page.get_by_text(WAITS)).to_be_visible()
    expect(page.locator("article strong")).to_have_text("mooi")
    page.reload()
    expect(page.get_by_text(WAITS)).to_be_visible()
    other = tabs.open(blog.write())
    expect(other.get_by_role("heading", name="Nog geen reacties")).to_be_visible()
    blog.approve()
    page.reload()
    expect(page.get_by_role("heading", name="1 reactie")).to_be_visible()
    expect(page.get_by_text(WAITS)).to_have_count(0)


def test_a_reply_stands_under_what_it_answers(blog: Blog, tabs: Tabs) -> None:
    blog.post("Wie beslist er?", name="Fatima")
    blog.approve()
    page = tabs.open(blog.write())

    page.get_by_role("button", name="Fatima beantwoorden").click()
    form = page.get_by_role("form", name="In antwoord op Fatima")
    expect(form.get_by_label("Je reactie")).to_be_focused()
    form.get_by_label("Je reactie").fill("Wij allemaal.")
    form.get_by_label("Je reactie").press("Control+Enter")

    expect(form).to_have_count(0)
    below = page.locator("ol.replies article")
    expect(below).to_contain_text("Wij allemaal.")
    expect(below).to_be_focused()
    blog.approve()
    page.reload()
    expect(page.locator("ol.replies article")).to_contain_text("In antwoord op Fatima")


def test_escape_leaves_a_reply_and_focus_goes_back(blog: Blog, tabs: Tabs) -> None:
    blog.post("Wie beslist er?", name="Fatima")
    blog.approve()
    page = tabs.open(blog.write())
    button = page.get_by_role("button", name="Fatima beantwoorden")

    button.click()
    page.keyboard.press("Escape")

    expect(button).to_be_focused()
    expect(page.get_by_role("form", name="In antwoord op Fatima")).to_have_count(0)


def test_an_author_changes_and_withdraws_what_he_wrote(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.write())
    write(page, "Eerste poging.")
    expect(page.get_by_text(WAITS)).to_be_visible()

    page.get_by_role("button", name="Bewerken").click()
    form = page.get_by_role("form", name="Bewerken")
    expect(form.get_by_label("Je reactie")).to_have_value("Eerste poging.")
    form.get_by_label("Je reactie").fill("Tweede poging.")
    form.get_by_role("button", name="Opslaan").click()

    expect(page.locator("article")).to_contain_text("Tweede poging.")
    expect(page.locator("article")).to_be_focused()
    page.get_by_role("button", name="Intrekken").click()
    page.get_by_role("button", name="Annuleren").click()
    expect(page.get_by_role("button", name="Intrekken")).to_be_focused()
    page.get_by_role("button", name="Intrekken").click()
    page.get_by_role("button", name="Voorgoed intrekken").click()
    expect(page.get_by_text("Je reactie is ingetrokken.")).to_be_visible()
    expect(page.locator("article")).to_have_text("Deze reactie is verwijderd door de schrijver.")
    assert blog.queue() == []


def test_an_error_stands_at_its_field_and_focus_goes_there(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.write())
    page.get_by_label("Website").fill("geen adres")

    write(page, "Met een fout adres.")

    field = page.get_by_label("Website")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Vul een webadres in, zoals https://blog.example.")
    field.fill("")
    page.get_by_role("button", name="Reactie plaatsen").click()
    expect(page.get_by_text(HELD)).to_be_visible()
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_when_sending_fails_the_text_stays_and_a_retry_posts_once(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.write())
    answered: list[int] = []

    def lose_the_first_answer(route: Any) -> None:
        if route.request.method != "POST" or answered:
            route.continue_()
        else:
            answered.append(route.fetch().status)
            route.abort()

    page.route("**/api/v1/comments?*", lose_the_first_answer)
    write(page, "Een keer is genoeg.")
    expect(page.get_by_role("alert").filter(has_text="Je tekst is bewaard")).to_be_visible()
    tabs.complaints.clear()
    page.reload()
    expect(page.get_by_label("Je reactie")).to_have_value("Een keer is genoeg.")

    page.get_by_role("button", name="Reactie plaatsen").click()

    expect(page.get_by_text(HELD)).to_be_visible()
    expect(page.get_by_label("Je reactie")).to_have_value("")
    assert answered == [202]
    assert [card["text"] for card in blog.queue()] == ["Een keer is genoeg."]


def test_what_is_remembered_is_what_was_asked_to_be(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.write())
    write(page, "Niet onthouden.", Naam="Fatima")
    expect(page.get_by_text(HELD)).to_be_visible()
    page.reload()
    expect(page.get_by_label("Naam")).to_have_value("")

    page.get_by_label("Gegevens onthouden in deze browser").check()
    write(page, "Wel onthouden.", Naam="Fatima")

    expect(page.get_by_text(HELD)).to_be_visible()
    page.reload()
    expect(page.get_by_label("Naam")).to_have_value("Fatima")


def test_a_preview_shows_what_it_will_look_like(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.write())
    page.get_by_label("Je reactie").fill("> citaat\n\nen [een link](https://blog.example)")

    page.get_by_role("button", name="Voorbeeld").click()

    shown = page.get_by_role("region", name="Voorbeeld")
    expect(shown.locator("blockquote")).to_have_text("citaat")
    expect(shown.get_by_role("link")).to_have_attribute("href", "https://blog.example")
    expect(shown.get_by_role("link")).to_have_attribute("rel", "ugc nofollow noopener noreferrer")


def test_everything_can_be_done_by_keyboard_alone(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.filled().write())
    expect(page.locator("article")).to_have_count(2)
    own = page.locator("article", has_text="Langs de toetsen.")

    _press(page, "Goede reactie: 0")
    expect(page.get_by_role("button", name="Goede reactie: 1")).to_be_focused()
    _press(page, "De reactie van Fatima melden")
    _press(page, "Melden")
    expect(page.get_by_role("status")).to_have_text("Dank je. Een moderator kijkt ernaar.")
    _press(page, "Jan beantwoorden")
    page.keyboard.type("Langs de toetsen.")
    _press(page, "Reactie plaatsen")
    expect(own).to_be_focused()
    _press(page, "Bewerken")
    expect(page.get_by_role("form", name="Bewerken").get_by_label("Je reactie")).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" En terug.")
    _press(page, "Opslaan")
    expect(own).to_be_focused()
    expect(own).to_contain_text("Langs de toetsen. En terug.")
    expect(own).to_contain_text("Anoniem")
    _press(page, "Intrekken")
    expect(page.get_by_role("button", name="Voorgoed intrekken")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Deze reactie is verwijderd door de schrijver.")).to_be_visible()
    assert tabs.complaints == []


def _press(page: Page, name: str) -> None:
    """Goes on to the button of this name, and presses it."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == name:
            page.keyboard.press("Enter")
            return
    pytest.fail(f"the keyboard does not get to {name}")
