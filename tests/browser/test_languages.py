"""Visitors read their own language: in the widget, and on the pages."""

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from service.locales import LANGUAGES, when
from tests.browser.blog import Blog
from tests.browser.conftest import Tabs
from tests.browser.desk import violations

pytestmark = pytest.mark.browser

HEADINGS = {"de": "Noch keine Kommentare", "fr": "Pas encore de commentaires",
            "es": "Aún no hay comentarios"}  # fmt: skip
ALONE = {"nl": "Nog geen reacties", "en": "No comments yet"}
MOMENTS = [
    (1999, 12, 31, 23, 59), (2024, 2, 29, 0, 0), (2026, 1, 1, 0, 5), (2026, 3, 9, 9, 7),
    (2026, 6, 2, 1, 7),
    (2026, 5, 1, 12, 0), (2026, 8, 15, 13, 30), (2026, 11, 20, 10, 5), (2027, 12, 25, 21, 45),
]  # fmt: skip
IN_CHROMIUM = """([locale, moments]) => {
  const how = { dateStyle: "long", timeStyle: "short", timeZone: "UTC" };
  const said = new Intl.DateTimeFormat(locale, how);
  return moments.map((moment) => said.format(moment));
}"""
WIDE = "document.documentElement.scrollWidth"
OUTSIDE = """[...document.querySelectorAll(".field > *")]
  .filter((one) => one.offsetWidth > one.parentElement.offsetWidth).length"""
TO_RTL = "document.documentElement.dir = 'rtl'"


def script(language: str) -> str:
    return f'data-site="blog" data-lang="{language}"'


def asked_of(page: Page, blog: Blog) -> list[str]:
    """The paths that the page asks the service for, as they come."""
    paths: list[str] = []

    def note(request: Any) -> None:
        if request.url.startswith(blog.base):
            paths.append(request.url.removeprefix(blog.base).partition("?")[0])

    page.on("request", note)
    return paths


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_browser_writes_moments_as_the_server_does(tabs: Tabs, language: str) -> None:
    page = tabs.open("about:blank")
    moments = [round(datetime(*each, tzinfo=UTC).timestamp() * 1000) for each in MOMENTS]

    said = page.evaluate(IN_CHROMIUM, ["en-GB" if language == "en" else language, moments])

    assert said == [when(language, each) for each in moments]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_widget_writes_moments_as_the_pages_do(blog: Blog, tabs: Tabs, language: str) -> None:
    blog.post("Een reactie.")
    blog.approve()

    page = tabs.open(blog.write(script=script(language)), timezone_id="UTC")

    moment = page.locator("article time")
    at = datetime.fromisoformat(moment.get_attribute("datetime") or "")
    ms = round(at.timestamp() * 1000)
    assert moment.get_attribute("title") == when(language, ms)


@pytest.mark.parametrize("language", HEADINGS)
def test_a_language_that_is_not_in_the_widget_is_fetched_once_when_it_is_spoken(
    blog: Blog, tabs: Tabs, language: str
) -> None:
    page = tabs.open("about:blank")
    asked = asked_of(page, blog)
    inside = (
        f'<reactie-comments post="{blog.page}"></reactie-comments><b data-comment-count="/"></b>'
    )

    page.goto(blog.write(inside, script=script(language)))

    expect(page.locator("reactie-comments").get_by_role("heading")).to_have_text(HEADINGS[language])
    expect(page.locator("b")).to_have_text(HEADINGS[language])
    assert [path for path in asked if path.startswith("/embed/")] == [f"/embed/{language}.json"]
    assert tabs.complaints == []


@pytest.mark.parametrize("language", ALONE)
def test_a_language_that_comes_along_is_not_fetched(blog: Blog, tabs: Tabs, language: str) -> None:
    page = tabs.open("about:blank")
    asked = asked_of(page, blog)

    page.goto(blog.write(script=script(language)))

    expect(page.locator("reactie-comments").get_by_role("heading")).to_have_text(ALONE[language])
    assert not [path for path in asked if path.startswith("/embed/")]


def test_the_words_come_while_the_comments_do_and_nothing_is_shown_before_both(
    blog: Blog, tabs: Tabs
) -> None:
    page = tabs.open("about:blank")
    held: list[Route] = []
    page.route("**/embed/de.json", lambda route: held.append(route))  # noqa: PLW0108

    with page.expect_response("**/api/v1/comments?*"):
        page.goto(blog.write(script=script("de")))

    assert len(held) == 1
    expect(page.get_by_role("link", name="Reacties lezen")).to_be_visible()
    assert page.get_by_role("form").count() == 0
    held[0].continue_()
    expect(page.get_by_role("form", name="Einen Kommentar schreiben")).to_be_visible()


@pytest.mark.parametrize("mishap", ["refused", "nonsense", "never"])
def test_where_the_words_cannot_be_had_the_widget_speaks_english(
    blog: Blog, tabs: Tabs, mishap: str
) -> None:
    page = tabs.open("about:blank")
    answers = {
        "refused": lambda route: route.abort(),
        "nonsense": lambda route: route.fulfill(body="<html>"),
        "never": lambda _: None,
    }
    page.route("**/embed/fr.json", answers[mishap])

    page.goto(blog.write(script=script("fr")))

    form = page.get_by_role("form", name="Post a comment")
    expect(form).to_be_visible(timeout=15_000)
    assert form.evaluate("(form) => form.closest('[lang]').lang") == "en"
    assert page.locator("reactie-comments").get_attribute("lang") is None


def test_the_readers_own_language_is_spoken_where_the_page_names_none(
    blog: Blog, tabs: Tabs
) -> None:
    blog.write(script='data-site="blog"')
    blog.pages[blog.page] = blog.pages[blog.page].replace('lang="nl"', "")

    page = tabs.open(f"{blog.host}{blog.page}", locale="es-MX")

    expect(page.locator("reactie-comments").get_by_role("heading")).to_have_text(HEADINGS["es"])
    page.locator("[name=text]").fill("Hola")
    page.locator("[name=email]").fill("nada")
    page.get_by_role("button", name="Publicar comentario").click()
    expect(page.get_by_text("Escribe una dirección de correo válida.")).to_be_visible()


@pytest.mark.parametrize("language", HEADINGS)
def test_the_page_without_javascript_speaks_it_too(blog: Blog, tabs: Tabs, language: str) -> None:
    page = tabs.open(f"{blog.base}/p/blog?post={blog.page}", locale=language)

    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("heading", name=HEADINGS[language])).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("language", HEADINGS)
def test_longer_words_fit_on_the_narrowest_screen(blog: Blog, tabs: Tabs, language: str) -> None:
    narrow = {"viewport": {"width": 320, "height": 700}}
    page = tabs.open(blog.filled().write(script=script(language)), **narrow)
    page.locator("reactie-comments").scroll_into_view_if_needed()
    expect(page.locator("article")).to_have_count(2)

    page.locator("article button[data-act=report]").first.click()

    assert page.evaluate(WIDE) <= 320
    assert violations(page) == []


def test_pages_read_from_the_right_fit_and_have_nothing_that_axe_objects_to(
    blog: Blog, tabs: Tabs
) -> None:
    own = blog.filled().post_for_link("Ik wacht.")
    of_page = f"{blog.base}/p/blog?post={blog.page}"
    addresses = [of_page, f"{own}?lang=nl", f"{blog.base}/embed?site=blog&pin=yes"]
    page = tabs.open("about:blank", viewport={"width": 320, "height": 700})

    for address in addresses:
        page.goto(address)
        page.evaluate(TO_RTL)
        assert (page.evaluate(WIDE), violations(page)) == (320, []), address
        assert page.evaluate(OUTSIDE) == 0, address


def test_the_widget_read_from_the_right_fits(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open(blog.filled().write(), viewport={"width": 320, "height": 700})
    page.evaluate(TO_RTL)
    page.locator("reactie-comments").scroll_into_view_if_needed()
    expect(page.locator("article")).to_have_count(2)

    page.locator("article button[data-act=reply]").first.click()

    assert (page.evaluate(WIDE), violations(page)) == (320, [])
