"""The widget in each of its states: nothing that axe objects to, nothing lost, nothing run."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.blog import STRICT, Blog, write
from tests.browser.conftest import Tabs
from tests.browser.desk import violations

pytestmark = pytest.mark.browser


def ready(page: Page) -> None:
    expect(page.get_by_role("form", name="Een reactie posten")).to_be_visible()


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
    return blog.filled() if state in WITH_COMMENTS else blog


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
    # axe takes a page without a background for a white one.
    head = "<style>:root { background: Canvas; color: CanvasText }</style>"
    page = tabs.open(filled(blog, reply_open).write(head=head), **SETTINGS[setting])

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
