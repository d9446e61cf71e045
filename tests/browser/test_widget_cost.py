"""What the widget costs a reader's machine: script time on a slow one, and very long threads."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.blog import Blog
from tests.browser.conftest import Tabs

pytestmark = pytest.mark.browser

SLOWED = 4
TRIES = 3
MOST_SCRIPT_MS = 100


def thread_of(count: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{n:032x}",
            "parent": None,
            "html": f'<p>Reactie {n}, <strong>vet</strong>, <a href="https://a.example/">link</a></p>',
            "removed": None,
            "author": {"name": f"Lezer {n}", "website": None, "avatar": None, "badge": None},
            "created_at": "2026-11-20T10:05:00.000Z",
            "edited_at": None,
            "votes": {"up": n % 3, "down": 0},
            "replies": [],
        }
        for n in range(count)
    ]


def answering(blog: Blog, count: int) -> Callable[[Any], None]:
    """Answers for the service, so that only the browser's work is measured."""
    items = thread_of(count)
    body = {"post": blog.page, "count": count, "closed": False, "items": items, "next": None}
    headers = {"Access-Control-Allow-Origin": blog.host}
    return lambda route: route.fulfill(json=body, headers=headers)


def open_with(page: Page, blog: Blog, count: int) -> None:
    page.route("**/api/v1/comments?*", answering(blog, count))
    page.goto(blog.write())
    expect(page.locator("article")).to_have_count(count)


def test_a_hundred_comments_take_a_slow_machine_a_tenth_of_a_second_of_script(
    blog: Blog, browser: Browser
) -> None:
    """Of the processor's time, the least of some tries: what else runs here does not count."""
    taken = []
    for _ in range(TRIES):
        context = browser.new_context()
        page = context.new_page()
        debugger = context.new_cdp_session(page)
        debugger.send("Performance.enable", {"timeDomain": "threadTicks"})
        debugger.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        open_with(page, blog, 100)
        metrics = debugger.send("Performance.getMetrics")["metrics"]
        taken += [one["value"] * 1000 for one in metrics if one["name"] == "ScriptDuration"]
        context.close()

    assert min(taken) <= MOST_SCRIPT_MS, taken


def test_a_thread_of_a_thousand_comments_can_be_used(blog: Blog, tabs: Tabs) -> None:
    page = tabs.open("about:blank")
    open_with(page, blog, 1_000)

    page.get_by_role("button", name="Lezer 999 beantwoorden").click()

    form = page.get_by_role("form", name="In antwoord op Lezer 999")
    expect(form.get_by_label("Je reactie")).to_be_focused()
    expect(form.get_by_label("Je reactie")).to_be_in_viewport()
    assert tabs.complaints == []
