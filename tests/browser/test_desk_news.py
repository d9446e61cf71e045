"""News on the desk when no stream comes through, in Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tabs
from tests.browser.desk import RunningDesk, running_desk

pytestmark = pytest.mark.browser

HIDE = "Object.defineProperty(document, 'hidden', { get: () => window.away === true });"
NO_STREAMS = "delete window.EventSource;"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    with running_desk(tmp_path) as running:
        yield running


def asked(page: Page) -> list[str]:
    """What the page asks for from now on, by the last part of its path."""
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url.rpartition("/")[2]))
    return seen


@pytest.mark.parametrize("broken", ["aborted", "absent"])
def test_where_no_stream_comes_through_the_page_asks(
    desk: RunningDesk, tabs: Tabs, broken: str
) -> None:
    page = desk.enter(tabs)
    page.clock.install()
    if broken == "aborted":
        page.route("**/moderate/stream", lambda route: route.abort())
    else:
        page.add_init_script(NO_STREAMS)
    with page.expect_response("**/moderate/pending"):
        page.reload()

    desk.post("Nieuw")
    with page.expect_response("**/moderate/pending"):
        page.clock.fast_forward(5_100)

    expect(page.locator("#fresh a")).to_have_text("1 nieuwe – tonen")


def test_it_asks_less_and_less_and_goes_back_to_the_stream(desk: RunningDesk, tabs: Tabs) -> None:
    page = desk.enter(tabs)
    page.clock.install()
    page.route("**/moderate/stream", lambda route: route.abort())
    with page.expect_response("**/moderate/pending"):
        page.reload()
    for pause in (5_100, 7_600):
        with page.expect_response("**/moderate/pending"):
            page.clock.fast_forward(pause)
    seen = asked(page)
    page.clock.fast_forward(7_600)
    page.wait_for_timeout(300)
    assert seen == []

    page.unroute("**/moderate/stream")
    with page.expect_response("**/moderate/stream"):
        page.clock.fast_forward(5_000)
    desk.post("Nieuw")

    expect(page.locator("#fresh a")).to_have_text("1 nieuwe – tonen")
    assert "pending" not in seen


def test_a_stream_that_stays_silent_is_given_up(desk: RunningDesk, tabs: Tabs) -> None:
    page = desk.enter(tabs)
    page.clock.install()
    # Never answered, as by a proxy that waits for the end of it.
    page.route("**/moderate/stream", lambda route: None)
    page.reload()

    with page.expect_response("**/moderate/pending"):
        page.clock.fast_forward(8_100)


def test_a_page_that_nobody_sees_asks_for_nothing(desk: RunningDesk, tabs: Tabs) -> None:
    page = desk.enter(tabs)
    page.clock.install()
    page.add_init_script(HIDE)
    page.route("**/moderate/stream", lambda route: route.abort())
    with page.expect_response("**/moderate/pending"):
        page.reload()
    page.evaluate("window.away = true")
    seen = asked(page)

    page.clock.fast_forward(3_600_000)
    page.wait_for_timeout(300)
    assert seen == []
    with page.expect_response("**/moderate/pending"):
        page.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")


def test_who_is_signed_out_is_asked_about_no_more(desk: RunningDesk, tabs: Tabs) -> None:
    page = desk.enter(tabs)
    page.clock.install()
    page.route("**/moderate/stream", lambda route: route.abort())
    with page.expect_response("**/moderate/pending"):
        page.reload()
    page.context.clear_cookies()
    with page.expect_response("**/moderate/pending") as ended:
        page.clock.fast_forward(5_100)
    seen = asked(page)

    page.clock.fast_forward(3_600_000)
    page.wait_for_timeout(300)

    assert ended.value.status == 401
    assert seen == []
