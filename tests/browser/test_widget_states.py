"""The widget in each of its states: nothing that axe objects to, nothing lost, nothing run."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from service.web.pages.recipes import RECIPES, Look, Recipe, snippet
from tests.browser.blog import Blog, running_blog
from tests.browser.conftest import Tabs
from tests.browser.desk import violations
from tests.hostile.corpora import entries, needs_corpora

pytestmark = pytest.mark.browser

STRICT = (
    "default-src 'none'; script-src {base}; connect-src {base}; img-src {base} data:; "
    "require-trusted-types-for 'script'"
)
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


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Blog]:
    with running_blog(tmp_path_factory.mktemp("blog")) as started:
        yield started


@pytest.fixture
def blog(running: Blog) -> Blog:
    return running.turned_to_another_page()


def ready(page: Page) -> None:
    expect(page.get_by_role("form", name="Een reactie posten")).to_be_visible()


def write(page: Page, text: str, **fields: str) -> None:
    form = page.get_by_role("form", name="Een reactie posten")
    form.get_by_label("Je reactie").fill(text)
    for label, value in fields.items():
        form.get_by_label(label).fill(value)
    form.get_by_role("button", name="Reactie plaatsen").click()


def empty(_: Blog, page: Page) -> None:
    ready(page)


def listed(_: Blog, page: Page) -> None:
    expect(page.locator("article")).to_have_count(2)


def reply_open(_: Blog, page: Page) -> None:
    page.get_by_role("button", name="Fatima beantwoorden").click()


def field_wrong(_: Blog, page: Page) -> None:
    write(page, "Fout.", Website="geen adres")
    expect(page.get_by_label("Website")).to_be_focused()


def network_gone(_: Blog, page: Page) -> None:
    page.route("**/api/v1/comments?lang=*", lambda route: route.abort())
    write(page, "Weg.")
    expect(page.get_by_role("alert").filter(has_text="Je tekst is bewaard")).to_be_visible()


def waiting(_: Blog, page: Page) -> None:
    write(page, "Ik wacht.")
    expect(page.get_by_text("alleen jij ziet dit")).to_be_visible()


def editing(blog: Blog, page: Page) -> None:
    waiting(blog, page)
    page.get_by_role("button", name="Bewerken").click()


def reporting(_: Blog, page: Page) -> None:
    page.get_by_role("button", name="De reactie van Fatima melden").click()


def closed(blog: Blog, page: Page) -> None:
    def close(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "closed": True})

    page.route("**/api/v1/comments?*", close)
    page.goto(f"{blog.host}{blog.page}")
    expect(page.get_by_text("Reacties zijn gesloten.")).to_be_visible()


State = Callable[[Blog, Page], None]
WITH_COMMENTS: tuple[State, ...] = (listed, reply_open, reporting, closed)
STATES: tuple[State, ...] = (empty, field_wrong, network_gone, waiting, editing, *WITH_COMMENTS)
SETTINGS: dict[str, dict[str, Any]] = {
    "plain": {},
    "narrow": {"viewport": {"width": 320, "height": 700}},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "finger": {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True},
    "zoomed": {"viewport": {"width": 320, "height": 256}},
}


def filled(blog: Blog, state: State) -> Blog:
    """The blog with two comments, where the state needs them."""
    if state in WITH_COMMENTS:
        first = blog.post("Wie **beslist** er?", name="Fatima", website="https://fatima.example")
        blog.approve()
        blog.post("> Wie\n\nWij allemaal.", name="Jan", parent=first)
        blog.approve()
    return blog


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_under_a_strict_policy(
    blog: Blog, tabs: Tabs, artifacts: Path, state: State
) -> None:
    page = tabs.open(filled(blog, state).write(policy=STRICT.format(base=blog.base)))

    state(blog, page)

    assert violations(page) == []
    if state not in (field_wrong, network_gone):
        assert tabs.complaints == []
    page.screenshot(path=artifacts / f"widget-{state.__name__}.png", full_page=True)


@pytest.mark.parametrize("setting", SETTINGS)
def test_axe_finds_nothing_however_it_is_looked_at(
    blog: Blog, tabs: Tabs, artifacts: Path, setting: str
) -> None:
    page = tabs.open(filled(blog, reply_open).write(), **SETTINGS[setting])

    page.locator("reactie-comments").scroll_into_view_if_needed()
    reply_open(blog, page)

    assert violations(page) == []
    width = page.evaluate("innerWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.screenshot(path=artifacts / f"widget-seen-{setting}.png", full_page=True)


def test_everything_to_press_is_large_enough(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(filled(blog, reply_open).write(), **SETTINGS["finger"])
    page.locator("reactie-comments").scroll_into_view_if_needed()
    reply_open(blog, page)

    small = page.evaluate(
        """() => [...document.querySelector("reactie-comments").shadowRoot
            .querySelectorAll("button, select, textarea")]
            .filter((each) => each.getBoundingClientRect().height < 44 && each.offsetParent)
            .map((each) => each.outerHTML)"""
    )

    assert small == []


def test_a_page_that_reads_from_the_right_is_mirrored(
    blog: Blog, tabs: Tabs, artifacts: Path
) -> None:
    inside = f'<div dir="rtl"><reactie-comments post="{blog.page}"></reactie-comments></div>'
    page = tabs.open(filled(blog, listed).write(inside), viewport={"width": 800, "height": 900})

    listed(blog, page)

    outer = page.locator("article").first.bounding_box()
    inner = page.locator("ol.replies article").bounding_box()
    assert outer is not None
    assert inner is not None
    assert inner["x"] == outer["x"]
    assert inner["x"] + inner["width"] < outer["x"] + outer["width"]
    assert violations(page) == []
    page.screenshot(path=artifacts / "widget-rtl.png", full_page=True)


def test_a_hostile_look_of_the_page_hides_nothing(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(filled(blog, listed).write(head=HOSTILE_LOOK))

    listed(blog, page)

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
    page = tabs.open(filled(blog, listed).write())
    listed(blog, page)

    page.evaluate(
        """() => {
          const one = document.querySelector("reactie-comments");
          const parent = one.parentElement;
          one.remove();
          parent.append(one);
        }"""
    )

    listed(blog, page)


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
    address = filled(blog, listed).write()
    page = tabs.open("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(address)
    listed(blog, page)

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
    page.wait_for_function("customElements.get('reactie-comments')")
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
