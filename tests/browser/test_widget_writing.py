"""The widget while somebody writes: news, other orders, closing and a slow line take nothing."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.blog import Blog, write
from tests.browser.conftest import Tabs

pytestmark = pytest.mark.browser

WAITS = "Wacht op goedkeuring – alleen jij ziet dit"
EDIT_WAITS = "Je wijziging wacht op een moderator. Tot die tijd zien lezers de vorige tekst."
EDIT_REFUSED = "Je laatste wijziging is niet gepubliceerd. Lezers zien de vorige tekst."
LINKS = "http://a.test http://b.test http://c.test"
IMPATIENT = """
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (ms) => timeout(ms / 40);
"""


def edit(page: Page, text: str) -> None:
    page.get_by_role("button", name="Bewerken").click()
    form = page.get_by_role("form", name="Bewerken")
    form.get_by_label("Je reactie").fill(text)
    form.get_by_role("button", name="Opslaan").click()
    expect(form).to_have_count(0)


def test_news_and_another_order_leave_what_is_being_written(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.filled().write())
    write(page, "Van mij.")
    expect(page.get_by_text(WAITS)).to_be_visible()
    page.get_by_role("button", name="Fatima beantwoorden").click()
    reply = page.get_by_role("form", name="In antwoord op Fatima")
    reply.get_by_label("Je reactie").fill("Half antwoord")
    page.get_by_role("button", name="Bewerken").click()
    edited = page.get_by_role("form", name="Bewerken")
    edited.get_by_label("Je reactie").fill("Half gewijzigd")

    blog.post("Net binnen.", name="Eva")
    blog.approve()
    page.get_by_role("button", name="tonen").click()
    expect(page.locator("article", has_text="Net binnen.")).to_be_visible()
    page.get_by_label("Volgorde").select_option("Nieuwste eerst")

    expect(page.locator("article .text").first).to_have_text("Net binnen.")
    expect(reply.get_by_label("Je reactie")).to_have_value("Half antwoord")
    expect(edited.get_by_label("Je reactie")).to_have_value("Half gewijzigd")
    reply.get_by_role("button", name="Annuleren").click()
    expect(page.get_by_role("button", name="Fatima beantwoorden")).to_be_focused()
    edited.get_by_role("button", name="Opslaan").click()
    expect(page.locator("article", has_text="Van mij.")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text(EDIT_WAITS)
    assert tabs.complaints == []


def test_an_edit_that_waits_or_was_refused_is_told_while_the_older_text_stays(
    blog: Blog, tabs: Tabs
) -> None:
    page = tabs.open(blog.write())
    write(page, "Zo stond het er.")
    expect(page.get_by_text(WAITS)).to_be_visible()
    blog.approve()
    page.reload()
    told = page.get_by_role("status")
    note = page.locator("article .waits")

    edit(page, f"Zo wordt het: {LINKS}")
    expect(told).to_have_text(EDIT_WAITS)
    expect(note).to_have_text(EDIT_WAITS)
    expect(page.locator("article .text")).to_have_text("Zo stond het er.")
    page.reload()
    expect(note).to_have_text(EDIT_WAITS)
    page.route("**/api/v1/comments/*", refused)
    edit(page, f"Zo dan? {LINKS}")

    expect(told).to_have_text(EDIT_REFUSED)
    expect(note).to_have_text(EDIT_REFUSED)
    expect(page.locator("article .text")).to_have_text("Zo stond het er.")


def test_an_edit_that_was_begun_is_found_again_and_none_is_begun_too_late(
    blog: Blog, tabs: Tabs
) -> None:
    page = tabs.open(blog.write())
    write(page, "Zo stond het er.")
    page.get_by_role("button", name="Bewerken").click()
    text = page.get_by_role("form", name="Bewerken").get_by_label("Je reactie")
    text.fill("Half gewijzigd")

    page.reload()
    page.get_by_role("button", name="Bewerken").click()
    expect(text).to_have_value("Half gewijzigd")
    page.keyboard.press("Escape")
    page.route("**/api/v1/comments/*", too_late)
    page.get_by_role("button", name="Bewerken").click()

    expect(page.get_by_text("De tijd is om.")).to_be_visible()
    expect(text).to_have_count(0)


def test_a_page_that_closes_and_opens_again_keeps_what_was_written(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.filled().write())
    text = page.get_by_label("Je reactie")
    text.fill("Nog niet af")

    blog.stands("close")
    expect(page.get_by_text("Reacties zijn gesloten.")).to_be_visible()
    expect(text).to_be_hidden()
    expect(page.get_by_role("button", name="beantwoorden")).to_have_count(0)
    blog.stands("open")

    expect(text).to_have_value("Nog niet af")
    expect(text).to_be_visible()
    expect(page.get_by_role("button", name="Fatima beantwoorden")).to_be_visible()


def test_who_waits_too_long_is_told_and_a_retry_is_known_to_be_the_same(
    blog: Blog, tabs: Tabs
) -> None:
    address = blog.write()
    page = tabs.open("about:blank")
    page.add_init_script(IMPATIENT)
    page.goto(address)
    keys: list[str] = []

    def hang_once(route: Any) -> None:
        if route.request.method == "POST":
            keys.append(route.request.headers["idempotency-key"])
            if len(keys) == 1:
                return
        route.continue_()

    page.route("**/api/v1/comments?lang=*", hang_once)
    write(page, "Een keer is genoeg.")
    expect(page.get_by_role("alert").filter(has_text="Je tekst is bewaard")).to_be_visible()
    page.get_by_role("button", name="Reactie plaatsen").click()

    expect(page.get_by_text(WAITS)).to_be_visible()
    assert [keys[0]] * 2 == keys


def test_another_page_in_the_same_element_gets_its_own_comments(blog: Blog, tabs: Tabs) -> None:
    other = blog.turned_to_another_page()
    other.post("Op de andere.")
    other.approve()
    page = tabs.open(blog.filled().write())
    element = page.locator("reactie-comments")
    expect(page.locator("article")).to_have_count(2)

    element.evaluate("(one, post) => one.setAttribute('post', post)", other.page)
    expect(page.locator("article .text")).to_have_text("Op de andere.")
    element.evaluate("(one) => { one.lang = 'en'; one.setAttribute('sort', 'newest') }")

    expect(page.get_by_role("button", name="Reply to Jan")).to_be_visible()
    expect(page.get_by_role("form", name="Post a comment")).to_have_count(1)


def test_where_nobody_votes_there_is_nothing_to_vote_with(blog: Blog, tabs: Tabs) -> None:
    address = blog.filled().write()
    page = tabs.open("about:blank")

    def without_votes(route: Any) -> None:
        answer = route.fetch()
        listed = answer.json()
        for one in listed["items"]:
            one["votes"] = None
        route.fulfill(response=answer, json=listed)

    page.route("**/api/v1/comments?site=*", without_votes)
    page.goto(address)

    expect(page.locator("[data-act=reply]").first).to_be_visible()
    expect(page.locator("ol.list > li > article [data-act=up]")).to_have_count(0)


def refused(route: Any) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, json={**answer.json(), "status": "approved", "public": False})


def too_late(route: Any) -> None:
    if route.request.method == "PATCH":
        allowed = {"Access-Control-Allow-Origin": "*"}
        route.fulfill(status=403, headers=allowed, json={"detail": "De tijd is om."})
    else:
        answer = route.fetch()
        past = {**answer.json(), "editable_until": "2015-02-01T10:00:00.000Z"}
        route.fulfill(response=answer, json=past)
