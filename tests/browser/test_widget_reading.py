"""The widget in Chromium as readers see it: its place, order, pages, numbers and news."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.blog import Blog
from tests.browser.conftest import Tabs

pytestmark = pytest.mark.browser

HELD = "Bedankt! Je reactie is zichtbaar na goedkeuring."
WAITS = "Wacht op goedkeuring – alleen jij ziet dit"
ANCHORS = {
    ("blogger", "58"): "c58",
    ("disqus", "120"): "comment-120",
    ("wordpress", "5/12"): "comment-12",
    ("isso", "3"): "isso-3",
    ("remark42", "a1b2-c3"): "remark42__comment-a1b2-c3",
    ("artalk", "4"): "atk-comment-4",
    ("waline", "6123ab"): "6123ab",
}
BEFORE = 101
"""As many as a page of the list holds, and one more."""


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


def exported(post: str) -> str:
    """A file with so many comments, then one for each anchor."""
    sources = [*((("test", str(n)), "") for n in range(BEFORE)), *ANCHORS.items()]
    named = [{"source": each, "instance": "x", "id": post} for each in {s for (s, _), _ in sources}]
    lines: list[object] = [{"type": "thread", "id": "t", "key": post, "external": named}]
    lines += [
        {
            "type": "comment",
            "id": f"c{n}",
            "thread": "t",
            "status": "approved",
            "author": {"name": "Jan"},
            "created_at": f"2012-03-01T10:{n // 60:02}:{n % 60:02}Z",
            "body": {"format": "text", "source": anchor or "Hallo"},
            "external": [{"source": source, "instance": "x", "id": id_, "thread": post}],
        }
        for n, ((source, id_), anchor) in enumerate(sources)
    ]
    head = {"type": "export", "schema": "comments-export", "version": 1, "site": {"id": "x"}}
    return "".join(json.dumps(line) + "\n" for line in (head, *lines))


def test_an_old_anchor_of_each_system_leads_to_its_comment(
    blog: Blog, tabs: Tabs, tmp_path: Path
) -> None:
    file = tmp_path / "old.jsonl"
    file.write_text(exported(blog.page))
    command = [sys.executable, "-m", "service", "import", str(file), "--site", "blog", "--partial"]
    subprocess.run(
        [*command, "--database", str(blog.database)], check=True, capture_output=True, timeout=60
    )
    address = blog.write(f'<p style="height:3000px"></p><reactie-comments post="{blog.page}">')

    page = tabs.open(f"{address}#c58")

    for anchor in ANCHORS.values():
        page.evaluate("(anchor) => { location.hash = anchor; }", anchor)
        focused = page.locator("article:focus .text")
        expect(focused).to_have_text(anchor)
        expect(focused).to_be_in_viewport()
    _leads_nowhere(page, "kop-2")
    assert tabs.complaints == []


def _leads_nowhere(page: Page, anchor: str) -> None:
    with page.expect_response("**/api/v1/anchors?*") as answered:
        page.evaluate("(anchor) => { location.hash = anchor; }", anchor)
    assert answered.value.json()["id"] is None
