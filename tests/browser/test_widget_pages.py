"""The widget on all kinds of pages: hostile ones, several at once, each recipe; hostile texts."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from service.web.pages.recipes import RECIPES, Look, Recipe, snippet
from tests.browser.blog import STRICT, Blog, write
from tests.browser.conftest import Tabs
from tests.hostile.corpora import entries, needs_corpora

pytestmark = pytest.mark.browser

HOSTILE = (
    ("xss/bleach.jsonl", "xss/bluemonday.jsonl", "xss/payloadsallthethings_xss.jsonl"),
    ("unicode/blns.jsonl",),
    ("widget/pat_dom_clobbering.jsonl", "widget/pat_prototype_pollution.jsonl"),
)
HOSTILE_LOOK = """<style>* { all: unset !important; color: red !important }
  button, textarea, reactie-comments { display: none !important } </style>"""
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value;
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum), 0)));
})"""


def ready(page: Page) -> None:
    expect(page.get_by_role("form", name="Een reactie posten")).to_be_visible()


def listed(page: Page) -> None:
    expect(page.locator("article")).to_have_count(2)


def test_a_hostile_look_of_the_page_hides_nothing(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.filled().write(head=HOSTILE_LOOK))

    listed(page)

    ready(page)
    expect(page.get_by_role("button", name="Fatima beantwoorden")).to_be_visible()


def test_two_widgets_on_a_page_do_not_mix(blog: Blog, tabs: Tabs) -> None:
    other = blog.turned_to_another_page()
    blog.post("Op de eerste.")
    blog.approve()
    inside = "".join(
        f'<reactie-comments id="{name}" post="{one.page}"></reactie-comments>'
        for name, one in (("one", blog), ("two", other))
    )

    page = tabs.open(blog.write(inside))

    expect(page.locator("#one article")).to_have_count(1)
    expect(page.locator("#two").get_by_role("heading")).to_have_text("Nog geen reacties")


def test_taken_away_and_put_back_it_shows_the_comments_again(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.filled().write())
    listed(page)

    page.evaluate(
        """() => {
          const one = document.querySelector("reactie-comments");
          const parent = one.parentElement;
          one.remove();
          parent.append(one);
        }"""
    )

    listed(page)


def test_what_was_written_in_another_tab_is_not_overwritten(blog: Blog, tabs: Tabs) -> None:
    address = blog.write()
    first = tabs.open(address)
    second = first.context.new_page()
    second.goto(address)
    for page, text in ((first, "Uit het eerste blad."), (second, "Uit het tweede blad.")):
        write(page, text)
        expect(page.get_by_text("Bedankt!")).to_be_visible()

    first.reload()

    expect(first.get_by_text("alleen jij ziet dit")).to_have_count(2)


def test_back_from_another_page_finds_the_draft(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.write())
    page.get_by_label("Je reactie").fill("Nog niet af")
    page.goto("about:blank")

    page.go_back()

    expect(page.get_by_label("Je reactie")).to_have_value("Nog niet af")


def test_where_storage_is_refused_it_works_all_the_same(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open("about:blank")
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
    )
    page.goto(blog.write())

    write(page, "Zonder geheugen.")

    expect(page.get_by_text("alleen jij ziet dit")).to_be_visible()
    assert tabs.complaints == []


def test_the_first_comment_takes_two_requests_and_moves_nothing(blog: Blog, tabs: Tabs) -> None:
    address = blog.filled().write()
    page = tabs.open("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(address)
    listed(page)

    from_service = [url for url in asked if url.startswith(blog.base)]
    assert ["/embed.js" in from_service[0], "/api/v1/comments" in from_service[1]] == [True, True]
    assert page.evaluate(SHIFT) <= 0.01
    assert {url.split("/")[2] for url in asked} == {
        each.split("/")[2] for each in (blog.base, blog.host)
    }
    assert page.context.cookies() == []


def test_nothing_is_asked_for_before_it_is_nearly_in_sight(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open("about:blank", viewport={"width": 800, "height": 600})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    far = f"<p>{'<br>' * 200}</p><reactie-comments post='{blog.page}'></reactie-comments>"
    page.goto(blog.write(far))
    page.wait_for_function("customElements.get('reactie-comments') !== undefined")
    assert not [url for url in asked if "/api/v1/comments" in url]

    page.locator("reactie-comments").scroll_into_view_if_needed()

    ready(page)


@needs_corpora
@pytest.mark.parametrize("corpora", HOSTILE, ids=lambda corpora: corpora[0].partition("/")[0])
def test_hostile_texts_are_shown_and_run_nothing(
    blog: Blog, tabs: Tabs, corpora: tuple[str, ...]
) -> None:
    """As text, name and website in the answers of the service, past all that it would refuse."""
    found = [str(each["payload"]) for corpus in corpora for each in entries(corpus)]
    page = tabs.open("about:blank")
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))

    def answer(route: Any) -> None:
        items = [
            {
                "id": f"{n:032x}", "parent": None, "html": payload, "removed": None,
                "author": {"name": payload, "website": payload, "avatar": None, "badge": None},
                "created_at": "2026-11-20T10:05:00.000Z", "edited_at": None,
                "votes": {"up": 0, "down": 0}, "replies": [],
            }
            for n, payload in enumerate(found)
        ]  # fmt: skip
        body = {"post": blog.page, "count": len(items), "closed": False, "items": items}
        headers = {"Access-Control-Allow-Origin": blog.host}
        route.fulfill(json={**body, "next": None}, headers=headers)

    page.route("**/api/v1/comments?*", answer)
    page.goto(blog.write(policy=STRICT.format(base=blog.base)))
    expect(page.locator("article")).to_have_count(len(found), timeout=60_000)

    odd = page.evaluate(
        """() => {
          const shadow = document.querySelector("reactie-comments").shadowRoot;
          const bad = [...shadow.querySelectorAll("article *")].filter((each) =>
            ["SCRIPT", "IFRAME", "IMG", "SVG", "OBJECT", "STYLE", "FORM"].includes(each.tagName)
            || [...each.attributes].some((one) => one.name.startsWith("on") || one.name === "style")
            || (each.href && !/^(https?:|mailto:)/.test(each.href)));
          return [bad.map((each) => each.outerHTML), Object.keys(Object.prototype)];
        }"""
    )
    assert odd == [[], []]
    assert [each for each in tabs.complaints if "ERR_" not in each] == []


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_each_recipe_shows_the_comments_of_its_page(blog: Blog, tabs: Tabs, recipe: Recipe) -> None:
    blog.post("Gevonden.")
    blog.approve()
    lines = snippet(recipe, Look("blog", "nl"), f"{blog.base}/embed.js")
    made = f'post="{blog.page}"'
    if recipe.post:
        lines = lines.replace(recipe.post, made)
    lines = lines.replace("is:inline ", "").replace("/>", "></reactie-comments>")
    blog.pages[blog.page] = f'<!doctype html><html lang="nl"><title>x</title><body>{lines}'

    page = tabs.open(f"{blog.host}{blog.page}")

    expect(page.locator("article .text")).to_have_text("Gevonden.")
