"""Every word that a visitor reads comes out of the catalogues: in a language that nobody speaks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.blog import Blog, running_blog
from tests.browser.conftest import Tabs

pytestmark = pytest.mark.browser

DATA = ("Co-creatie", "Een stuk.", "Reacties lezen", "Jan", "Fatima", "Blog", "blog", "English",
        "Nederlands", "Mijn tekst", "h1", "h2", "h3", "h4", "h5", "h6")  # fmt: skip
"""What people and blogs wrote, and names that stay as they are."""
NOT_OURS = "script, style, time, textarea, .text, #recipe"
UNTOLD = r"""({ data, notOurs, inside }) => {
  const found = [];
  const ours = (text) => text.replace(/\[!! [^]*? !!\]/g, "").split(" · ").map((one) => one.trim());
  const look = (text, where) => {
    for (const one of ours(text)) {
      if (/\p{L}/u.test(one) && !data.includes(one) && !one.startsWith("/2015/")) {
        found.push(`${where}: ${one}`);
      }
    }
  };
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) look(node.data, node.parentNode.localName ?? "shadow");
    if (node instanceof Element) {
      if (node.matches(notOurs)) return;
      for (const name of ["aria-label", "title", "alt", "placeholder", "data-copied"]) {
        look(node.getAttribute(name) ?? "", `${node.localName}[${name}]`);
      }
      if (node.shadowRoot && inside) return walk(node.shadowRoot);
    }
    node.childNodes.forEach(walk);
  };
  walk(document.documentElement);
  return found;
}"""
GERMAN = 'data-site="blog" data-lang="de"'


@pytest.fixture(scope="module")
def pseudo_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Blog]:
    folder = tmp_path_factory.mktemp("blog")
    with running_blog(folder, "tests.browser.pseudo", "--demo") as started:
        yield started


@pytest.fixture
def strange(pseudo_service: Blog) -> Blog:
    """A blog at a post that nobody commented on, whose service speaks the strange language."""
    return pseudo_service.turned_to_another_page()


def untold(page: Page, *, inside: bool = True) -> list[str]:
    """What stands on the page in no language of ours; `inside` shadow roots too."""
    return list(page.evaluate(UNTOLD, {"data": list(DATA), "notOurs": NOT_OURS, "inside": inside}))


def opened(strange: Blog, tabs: Tabs) -> Page:
    page = tabs.open(strange.filled().write(script=GERMAN))
    expect(page.locator("article")).to_have_count(2)
    return page


def send(page: Page, **fields: str) -> None:
    form = page.locator("form").last
    for name, value in fields.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("button.main").click()


def test_the_check_finds_a_word_of_no_catalogue(strange: Blog, tabs: Tabs) -> None:
    page = opened(strange, tabs)

    page.evaluate(
        """() => {
          const { shadowRoot } = document.querySelector("reactie-comments");
          // Not in the title, which news from the server says anew.
          shadowRoot.querySelector(".form-title").append(" Hallo");
          shadowRoot.querySelector("button").title = "Druk";
        }"""
    )

    assert sorted(untold(page)) == ["button[title]: Druk", "p: Hallo"]


def test_the_widget_says_nothing_of_its_own(strange: Blog, tabs: Tabs) -> None:
    page = opened(strange, tabs)
    assert untold(page) == []

    page.locator("[data-act=reply]").first.click()
    assert untold(page) == []
    page.keyboard.press("Escape")
    page.locator("[data-act=report]").first.click()
    assert untold(page) == []
    page.locator("article form button.main").click()
    expect(page.get_by_role("status")).to_contain_text("[!!")
    page.locator("[data-act=up]").first.click()
    expect(page.locator("[data-act=up]").first).to_have_attribute("aria-pressed", "true")
    assert untold(page) == []


def test_the_widget_tells_what_is_wrong_in_no_words_of_its_own(strange: Blog, tabs: Tabs) -> None:
    page = opened(strange, tabs)

    send(page, text="Mijn tekst", website="niets")
    expect(page.locator(".wrong").filter(has_text="[!!")).to_be_visible()
    assert untold(page) == []
    page.route("**/api/v1/comments?lang=*", lambda route: route.abort())
    send(page, text="a" * 9_000, website="")
    expect(page.get_by_role("alert").filter(has_text="[!!")).to_be_visible()
    assert untold(page) == []


def test_the_widget_keeps_to_the_catalogue_about_a_comment_of_ones_own(
    strange: Blog, tabs: Tabs
) -> None:
    page = opened(strange, tabs)

    send(page, text="Mijn tekst", name="Jan")
    expect(page.locator(".waits")).to_be_visible()
    assert untold(page) == []
    own = page.locator("article:has(.waits)")
    own.locator("[data-act=edit]").click()
    expect(own.locator("form")).to_be_visible()
    assert untold(page) == []
    page.keyboard.press("Escape")
    own.locator("[data-act=withdraw]").click()
    assert untold(page) == []
    own.locator(".acts > button").first.click()
    expect(page.locator(".removed")).to_be_visible()
    assert untold(page) == []


def test_the_widget_that_finds_no_comments_says_so_in_the_catalogues_words(
    strange: Blog, tabs: Tabs
) -> None:
    page = tabs.open("about:blank")
    page.route("**/api/v1/comments?*", lambda route: route.abort())

    page.goto(strange.write(script=GERMAN))

    expect(page.get_by_role("alert")).to_contain_text("[!!")
    assert untold(page) == []


def test_the_page_without_javascript_says_nothing_of_its_own(strange: Blog, tabs: Tabs) -> None:
    strange.filled()
    page = tabs.open(f"{strange.base}/p/blog?post={strange.page}&lang=de")
    assert untold(page) == []

    page.locator("article a, .comment a[aria-label]").first.click()
    assert untold(page) == []
    page.locator("[name=text]").fill("Mijn tekst")
    page.locator("[name=website]").fill("niets")
    page.locator("main button:not(.vote)").click()
    expect(page.locator(".wrong").first).to_be_visible()
    assert untold(page) == []
    page.locator("[name=website]").fill("")
    page.locator("main button:not(.vote)").click()
    expect(page.get_by_role("status")).to_be_visible()
    assert untold(page) == []


@pytest.mark.parametrize("action", [None, "approve", "reject", "delete"])
def test_a_comments_own_page_says_nothing_of_its_own(
    strange: Blog, tabs: Tabs, action: str | None
) -> None:
    link = strange.post_for_link("Mijn tekst")
    if action:
        strange.decide(action)

    page = tabs.open(f"{link}?lang=de")

    assert untold(page) == []
    for act in ("edit", "appeal", "withdraw"):
        form = page.locator(f"form:has(input[value={act}])")
        if form.count() and page.locator(f"#{act}").count():
            page.locator(f"#{act}").fill(" ")
        if form.count():
            form.locator("button").click()
            assert untold(page) == []


@pytest.mark.parametrize("chosen", ["", "&site=blog&recipe=hugo&pin=yes", "&site=niemand"])
def test_the_page_that_makes_the_lines_says_nothing_of_its_own(
    strange: Blog, tabs: Tabs, chosen: str
) -> None:
    page = tabs.open(f"{strange.base}/embed?lang=de{chosen}")

    assert untold(page, inside=False) == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_demos_chrome_says_nothing_of_its_own(strange: Blog, tabs: Tabs, language: str) -> None:
    page = tabs.open(f"{strange.base}/demo?lang={language}")

    assert untold(page, inside=False) == []
