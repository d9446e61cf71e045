"""The widget in Chromium as readers see it: its place, order, pages, numbers and news."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.blog import Blog
from tests.browser.conftest import Tabs

pytestmark = pytest.mark.browser

HELD = "Bedankt! Je reactie is zichtbaar na goedkeuring."
WAITS = "Wacht op goedkeuring – alleen jij ziet dit"


def test_the_blogger_noun_counts_as_blogger_does(blog: Blog, tabs: Tabs) -> None:
    inside = (
        f'<reactie-comments post="{blog.page}" noun="opmerking" heading="4"></reactie-comments>'
    )

    page = tabs.open(blog.write(inside))

    expect(page.get_by_role("heading", level=4)).to_have_text("Geen opmerkingen:")


@pytest.mark.parametrize(
    "inside", ['<div id="comments"></div>', '<div id="isso-thread"></div>',
               '<section id="disqus_thread"></section>', ""],
)  # fmt: skip
def test_without_its_element_it_finds_its_place(blog: Blog, tabs: Tabs, inside: str) -> None:
    page = tabs.open(blog.write(inside))

    expect(page.locator("reactie-comments").get_by_role("heading")).to_have_text(
        "Nog geen reacties"
    )


def test_when_the_service_is_away_the_reader_is_told_and_may_try_again(
    blog: Blog, tabs: Tabs
) -> None:
    address = blog.write()
    page = tabs.open("about:blank")
    page.route("**/api/v1/comments?*", lambda route: route.fulfill(status=503, body="x"))

    page.goto(address)

    expect(page.get_by_role("alert")).to_have_text("De reacties konden niet worden geladen.")
    expect(page.get_by_role("link", name="Reacties lezen")).to_be_visible()
    page.unroute_all()
    page.get_by_role("button", name="Opnieuw proberen").click()
    expect(page.get_by_role("heading", name="Nog geen reacties")).to_be_visible()


def test_a_closed_thread_shows_that_it_is_closed(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open("about:blank")

    def close(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "closed": True})

    page.route("**/api/v1/comments?*", close)
    page.goto(blog.write())

    expect(page.get_by_text("Reacties zijn gesloten.")).to_be_visible()
    expect(page.get_by_label("Je reactie")).to_be_hidden()


def test_more_comments_come_by_page_and_a_link_to_one_finds_it(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open("about:blank")
    page.route(
        "**/api/v1/comments?*limit=100*",
        lambda route: route.continue_(url=route.request.url.replace("limit=100", "limit=2")),
    )
    ids = [blog.post(f"Reactie {n}", name=f"Lezer {n}") for n in range(5)]
    blog.approve()
    address = blog.write()

    page.goto(address)
    expect(page.locator("article")).to_have_count(2)
    page.get_by_role("button", name="Meer reacties tonen").click()
    expect(page.locator("article")).to_have_count(4)
    expect(page.locator("article").nth(2)).to_be_focused()
    page.goto("about:blank")
    page.goto(f"{address}#reactie-{ids[4]}")

    expect(page.locator("article").nth(4)).to_be_focused()
    expect(page.locator("article").nth(4)).to_contain_text("Reactie 4")


def test_the_order_can_be_turned_around(blog: Blog, tabs: Tabs) -> None:
    for n in range(3):
        blog.post(f"Reactie {n}", name=f"Lezer {n}")
    blog.approve()
    page = tabs.open(blog.write())

    page.get_by_label("Volgorde").select_option("Nieuwste eerst")

    expect(page.locator("article").first).to_contain_text("Reactie 2")
    page.route("**/api/v1/comments?*", lambda route: route.abort())
    page.get_by_label("Volgorde").select_option("Oudste eerst")
    expect(page.get_by_role("alert").filter(has_text="niet worden geladen")).to_be_visible()
    expect(page.get_by_label("Volgorde")).to_have_value("newest")


def test_a_comment_reads_as_comments_do_and_its_link_stays_on_the_page(
    blog: Blog, tabs: Tabs
) -> None:
    id_ = blog.post("هذا تعليق.", name="ليلى")
    blog.approve()
    look = "<style>main { text-align: center; white-space: nowrap }</style>"
    address = blog.write(head=f'<base href="https://elders.example/">{look}')

    page = tabs.open(address)

    link = page.locator("article .when").evaluate("(link) => link.href")
    style = page.locator("article .text").evaluate(
        """(text) => {
          const { direction, textAlign, whiteSpace } = getComputedStyle(text);
          return [direction, textAlign, whiteSpace];
        }"""
    )
    assert (style, link) == (["rtl", "start", "normal"], f"{address}#reactie-{id_}")


def test_counts_are_filled_in_with_one_request(blog: Blog, tabs: Tabs) -> None:
    blog.post("Een reactie.")
    blog.approve()
    links = f'<a href="{blog.page}" data-comment-count></a><b data-comment-count="/leeg"></b>'
    links += '<i data-comment-count="https://elders.example/">?</i>'
    page = tabs.open("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(blog.write(links))

    expect(page.locator("a[data-comment-count]")).to_have_text("1 reactie")
    expect(page.locator("b[data-comment-count]")).to_have_text("Nog geen reacties")
    expect(page.locator("i[data-comment-count]")).to_have_text("?")
    assert sum("/counts" in url for url in asked) == 1


def test_of_a_long_archive_every_page_is_counted(blog: Blog, tabs: Tabs) -> None:
    links = "".join(f'<b data-comment-count="/archief/{n}/{"x" * 120}"></b>' for n in range(120))

    page = tabs.open(blog.write(links))

    expect(page.locator("b", has_text="Nog geen reacties")).to_have_count(120)


def test_a_comment_that_is_approved_meanwhile_is_told_and_shown_on_request(
    blog: Blog, tabs: Tabs
) -> None:
    page = tabs.open(blog.write())
    expect(page.get_by_role("heading", name="Nog geen reacties")).to_be_visible()
    blog.post("Net binnen.", name="Fatima")

    blog.approve()

    page.get_by_role("button", name="1 nieuwe reactie – tonen").click()
    expect(page.get_by_role("heading", name="1 reactie")).to_be_focused()
    expect(page.locator("article .text")).to_have_text("Net binnen.")


def test_a_vote_is_counted_and_can_be_taken_back(blog: Blog, tabs: Tabs) -> None:
    blog.post("Wat vind je hiervan?")
    blog.approve()
    page = tabs.open(blog.write())

    page.get_by_role("button", name="Goede reactie: 0").click()

    voted = page.get_by_role("button", name="Goede reactie: 1")
    expect(voted).to_be_focused()
    expect(voted).to_have_attribute("aria-pressed", "true")
    voted.click()
    expect(page.get_by_role("button", name="Goede reactie: 0")).to_be_focused()
