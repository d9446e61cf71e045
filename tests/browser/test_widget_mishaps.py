"""The widget on pages, and in browsers, that do what one does not expect."""

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.blog import Blog, write
from tests.browser.conftest import Tabs

pytestmark = pytest.mark.browser

UP = "[data-act=up]"
WAITS = "Wacht op goedkeuring – alleen jij ziet dit"
KEYS = ("device", "person", "votes", "own:blog:{page}", "draft:blog:{page}:undefined")
MOVED = (
    "() => { const one = document.querySelector('reactie-comments'); one.parentNode.prepend(one) }"
)


@pytest.mark.parametrize(
    "junk",
    [5, "x" * 300, True, [1, None, {"id": 3}], {"__proto__": {"name": 1}}, {"name": {}, "text": []},
     {"constructor": 1}],
)  # fmt: skip
def test_whatever_others_wrote_into_its_storage_it_works(
    blog: Blog, tabs: Tabs, junk: object
) -> None:
    blog.filled()
    page = tabs.open(blog.write())
    keys = [f"reactie:{key.format(page=blog.page)}" for key in KEYS]
    page.evaluate(
        "([keys, junk]) => keys.forEach((key) => localStorage.setItem(key, junk))",
        [keys, json.dumps(junk)],
    )

    page.reload()
    page.locator("[data-act=up]").first.click()
    expect(page.locator("[data-act=up][aria-pressed=true]")).to_be_visible()
    write(page, "Het werkt.")

    expect(page.get_by_text(WAITS)).to_be_visible()


def test_an_element_that_was_moved_does_each_act_once(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.write())
    write(page, "Weg ermee.")
    expect(page.get_by_text(WAITS)).to_be_visible()

    page.evaluate(MOVED)
    page.get_by_role("button", name="Intrekken").click()
    page.get_by_role("button", name="Voorgoed intrekken").click()

    expect(page.get_by_text("Deze reactie is verwijderd door de schrijver.")).to_be_visible()
    assert tabs.complaints == []


def test_what_is_withdrawn_counts_no_more(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.write())
    write(page, "Weg ermee.")
    expect(page.get_by_text(WAITS)).to_be_visible()
    blog.approve()
    page.reload()
    expect(page.get_by_role("heading", name="1 reactie")).to_be_visible()

    page.get_by_role("button", name="Intrekken").click()
    page.get_by_role("button", name="Voorgoed intrekken").click()

    expect(page.get_by_role("heading", name="Nog geen reacties")).to_be_visible()


def test_by_another_of_the_pages_addresses_ones_own_comment_is_still_ones_own(
    blog: Blog, tabs: Tabs
) -> None:
    address = blog.write("<reactie-comments></reactie-comments>")
    page = tabs.open(address)
    write(page, "Van mij.")
    expect(page.get_by_text(WAITS)).to_be_visible()

    page.goto(f"{address}?utm_source=brief")

    expect(page.get_by_text(WAITS)).to_be_visible()


def test_when_sending_fails_focus_stays_on_the_button(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.write())
    page.get_by_label("Je reactie").fill("Nog eens.")
    button = page.get_by_role("button", name="Reactie plaatsen")
    page.route("**/api/v1/comments?*", _half_an_answer)

    button.press("Enter")

    expect(page.get_by_text("Versturen is niet gelukt.")).to_be_visible()
    expect(page.get_by_label("Je reactie")).to_have_value("Nog eens.")
    expect(button).to_be_focused()


def test_a_page_may_hide_it(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.write("<reactie-comments hidden></reactie-comments>"))
    shown = page.locator("reactie-comments")
    expect(shown).to_be_hidden()

    shown.evaluate("(one) => one.removeAttribute('hidden')")

    expect(page.get_by_role("heading", name="Nog geen reacties")).to_be_visible()


def test_escape_that_ends_a_composition_leaves_nothing(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.filled().write())
    page.get_by_role("button", name="Fatima beantwoorden").click()
    form = page.get_by_role("form", name="In antwoord op Fatima")
    text = form.get_by_label("Je reactie")

    text.dispatch_event("keydown", {"key": "Escape", "isComposing": True, "composed": True})

    expect(form).to_be_visible()


def test_pressed_twice_for_more_it_shows_each_comment_once(blog: Blog, tabs: Tabs) -> None:
    blog.filled()
    for text in ("Twee.", "Drie."):
        blog.post(text)
    blog.approve()
    page = tabs.open(blog.write())
    _in_pages_of_one(page)
    page.reload()

    page.get_by_role("button", name="Meer reacties tonen").dblclick()

    expect(page.locator("article", has_text="Twee.")).to_have_count(1)


def test_a_router_that_runs_the_script_again_gets_comments_again(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.write('<div id="comments"></div>'))
    expect(page.get_by_role("heading", name="Nog geen reacties")).to_be_visible()

    page.evaluate(
        """() => {
          document.querySelector("main").innerHTML = '<div id="comments"></div>';
          const again = document.createElement("script");
          Object.assign(again, { src: window.widget });
          again.dataset.site = "blog";
          document.querySelector("main").append(again);
        }""".replace("window.widget", json.dumps(f"{blog.base}/embed.js"))
    )

    expect(page.get_by_role("heading", name="Nog geen reacties")).to_be_visible()


def test_what_is_told_is_in_sight_wherever_in_a_long_list(blog: Blog, tabs: Tabs) -> None:
    for number in range(12):
        blog.post(f"Nummer {number}.\n\n" + "Regel.\n\n" * 10)
    blog.approve()
    page = tabs.open(blog.write())

    page.get_by_role("button", name="De reactie van Jan melden").first.click()
    page.get_by_role("form", name="Melden").get_by_role("button", name="Melden").click()

    expect(page.get_by_role("status")).to_be_in_viewport()


def test_in_a_frame_without_an_origin_the_reader_is_told_and_led_to_the_page(
    blog: Blog, tabs: Tabs
) -> None:
    address = blog.write()
    outer = blog.turned_to_another_page()
    blog.pages[outer.page] = (
        f'<!doctype html><title>x</title><iframe sandbox="allow-scripts allow-forms"'
        f' width="900" height="1200" src="{address}"></iframe>'
    )
    page = tabs.open(f"{blog.host}{outer.page}")
    frame = page.frame_locator("iframe")

    expect(frame.get_by_text("De reacties konden niet worden geladen.")).to_be_visible()
    expect(frame.get_by_role("link", name="Reacties lezen")).to_be_visible()


def _half_an_answer(route: Route) -> None:
    if route.request.method != "POST":
        route.continue_()
        return
    allowed = {"Access-Control-Allow-Origin": "*", "Content-Type": "application/json"}
    route.fulfill(status=201, headers=allowed, body='{"id": "12')


def _in_pages_of_one(page: Page) -> None:
    page.route(
        "**/api/v1/comments?site=**",
        lambda route: route.continue_(url=route.request.url.replace("limit=100", "limit=1")),
    )


def test_each_tab_keeps_its_own_draft_and_does_what_it_shows(blog: Blog, tabs: Tabs) -> None:
    blog.post("Wat vind je hiervan?", name="Fatima")
    blog.approve()
    first = tabs.open(blog.write())
    write(first, "Niet zo bedoeld.")
    expect(first.get_by_text("alleen jij ziet dit")).to_be_visible()
    second = first.context.new_page()
    second.goto(first.url)
    expect(second.get_by_text("alleen jij ziet dit")).to_be_visible()

    for page in (first, second):
        page.locator(UP).click()
        expect(page.locator(UP)).to_have_attribute("aria-pressed", "true")
        page.get_by_role("button", name="Intrekken").click()
        page.get_by_role("button", name="Voorgoed intrekken").click()
        expect(page.get_by_text("Deze reactie is verwijderd door de schrijver.")).to_be_visible()
    first.get_by_label("Je reactie").fill("Half in het eerste.")
    second.get_by_label("Je reactie").fill("Half in het tweede.")
    first.reload()

    expect(first.get_by_label("Je reactie")).to_have_value("Half in het eerste.")
    expect(first.locator(UP)).to_have_accessible_name("Goede reactie: 1")


def test_what_was_removed_does_not_hide_what_is_new(blog: Blog, tabs: Tabs) -> None:
    old = blog.post("Oud.", name="Fatima")
    blog.approve()
    page = tabs.open(blog.write())
    expect(page.locator("article")).to_have_count(1)
    with page.expect_event("console", lambda said: said.text == "0"):
        page.evaluate(
            """(stream) => new EventSource(stream).addEventListener(
                "comments", (news) => console.log(JSON.parse(news.data).count))""",
            f"{blog.base}/api/v1/stream?site=blog&post={blog.page}",
        )
        blog.remove(old)

    blog.post("Nieuw.", name="Jan")
    blog.approve()

    expect(page.get_by_role("button", name="1 nieuwe reactie – tonen")).to_be_visible()
