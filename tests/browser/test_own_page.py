"""One's own comment by its secret link, in Chromium: its forms are taken, and the link kept."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.blog import Blog, write
from tests.browser.conftest import Tabs

pytestmark = pytest.mark.browser

WAITS = "Wacht op goedkeuring – alleen jij ziet dit"
WIDTH = "document.documentElement.scrollWidth"
REFUSED = "Je reactie is niet gepubliceerd."


def test_an_author_edits_and_withdraws_by_the_link_in_the_waiting_note(
    blog: Blog, tabs: Tabs
) -> None:
    page = own_page(blog, tabs, "Eerste poging.")

    page.get_by_label("Je reactie").fill("Tweede poging.")
    page.get_by_role("button", name="Opslaan").click()

    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator(".text")).to_have_text("Tweede poging.")
    page.get_by_role("button", name="Voorgoed intrekken").click()
    expect(page.get_by_role("button")).to_have_count(0)


def test_an_author_who_was_refused_sends_it_in_again_and_finds_the_appeal(
    blog: Blog, tabs: Tabs
) -> None:
    page = tabs.open(blog.write())
    write(page, "Onzin.")
    expect(page.get_by_text(WAITS)).to_be_visible()
    blog.decide("reject")
    page.reload()

    page.get_by_role("link", name=REFUSED).click()
    expect(page.get_by_text("Reden: het past niet op deze site.")).to_be_visible()
    page.locator("#resubmit").fill("Geen onzin.")
    page.get_by_role("button", name="Opnieuw insturen").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator(".text")).to_have_text("Geen onzin.")
    blog.decide("reject")
    page.goto(page.url.partition("?")[0])
    expect(page.locator("#resubmit")).to_have_count(0)
    page.locator("#appeal").fill("Het was ernst.")
    page.locator("form", has=page.locator("#appeal")).get_by_role("button").click()

    expect(page.get_by_role("status")).to_be_visible()


def test_a_vote_is_given_and_taken_back_without_a_script(blog: Blog, tabs: Tabs) -> None:
    page = own_page(blog, tabs, "Eens met alles.")
    blog.approve()
    page.goto(f"{blog.base}/p/blog?post={blog.page}&lang=nl")

    page.get_by_role("button", name="Goede reactie: 0").click()
    expect(page.get_by_role("status")).to_have_text("Je stem is geteld.")
    page.get_by_role("button", name="Goede reactie: 1", pressed=True).click()

    expect(page.get_by_role("button", name="Goede reactie: 0", pressed=False)).to_be_visible()
    assert page.evaluate("location.hash").startswith("#c-")


def test_nothing_long_makes_the_pages_scroll_sideways(blog: Blog, tabs: Tabs) -> None:
    page = own_page(blog, tabs, "W" * 200)
    blog.approve()
    page.set_viewport_size({"width": 320, "height": 600})
    widths = [page.evaluate(WIDTH)]

    page.goto(f"{blog.base}/p/blog?post={blog.page}")
    widths.append(page.evaluate(WIDTH))

    assert widths == [320, 320]


def test_no_other_host_is_told_of_the_link(blog: Blog, tabs: Tabs) -> None:
    page = own_page(blog, tabs, "Zie <http://localhost/elders>.")
    referers: list[str | None] = []
    page.route("http://localhost/**", lambda route: route.fulfill(body=""))
    page.on("request", lambda asked: referers.append(asked.headers.get("referer")))

    page.get_by_role("link", name="elders").click()
    page.wait_for_url("http://localhost/**")

    assert not [one for one in referers if one and "/c/" in one]


def own_page(blog: Blog, tabs: Tabs, text: str) -> Page:
    """The page of a comment that was just written."""
    page = tabs.open(blog.write())
    write(page, text)
    page.get_by_role("link", name=WAITS).click()
    page.wait_for_url("**/c/**")
    return page
