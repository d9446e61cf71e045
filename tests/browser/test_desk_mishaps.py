"""The desk in Chromium when something goes amiss: slips of the hand, a broken link, no network."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Tabs
from tests.browser.desk import PASSWORD, RunningDesk, running_desk, violations

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    with running_desk(tmp_path) as running:
        yield running


def test_a_key_that_is_held_down_decides_once(desk: RunningDesk, tabs: Tabs) -> None:
    for text in ("Een mooi verhaal", "Heel wat anders", "Nog een derde"):
        desk.post(text)
    page = desk.enter(tabs)
    page.reload()

    for _ in range(5):
        page.keyboard.down("a")
    page.keyboard.up("a")

    expect(page.locator(".tomb form")).to_have_count(1)
    assert page.locator(".card").count() == 2


def test_z_undoes_the_last_decision_that_still_stands(desk: RunningDesk, tabs: Tabs) -> None:
    for text in ("Een mooi verhaal", "Heel wat anders", "Nog een derde"):
        desk.post(text)
    page = desk.enter(tabs)
    page.reload()
    for standing in (1, 2):
        page.keyboard.press("a")
        expect(page.locator(".tomb form")).to_have_count(standing)
    page.locator(".tomb button").last.click()
    expect(page.locator(".tomb")).to_have_count(1)

    page.locator(".card").first.focus()
    page.keyboard.press("z")

    expect(page.locator(".tomb")).to_have_count(0)


def test_a_broken_link_leaves_its_page_working(desk: RunningDesk, tabs: Tabs) -> None:
    page = tabs.open(f"{desk.base}/moderate/welcome#%")

    expect(page.locator("#secret")).to_have_value("%")
    assert tabs.complaints == []


def test_a_job_is_watched_on_after_the_network_was_away(desk: RunningDesk, tabs: Tabs) -> None:
    desk.post("Een mooi verhaal")
    page = desk.enter(tabs)
    page.goto(f"{desk.base}/moderate/rules")
    away = [2]

    def fail_twice(route: Route) -> None:
        if route.request.resource_type == "fetch" and away[0]:
            away[0] -= 1
            return route.abort() if away[0] else route.fulfill(status=503)
        return route.fallback()

    page.route("**/moderate/rules?*", fail_twice)
    page.click("button[value=replay]")

    expect(page.locator("text=Deze regels in werking stellen")).to_be_visible(timeout=15_000)
    assert away == [0]


def test_a_double_click_decides_on_one_card_and_leads_nowhere(
    desk: RunningDesk, tabs: Tabs
) -> None:
    for n in range(5):
        desk.post(f"Verhaal {n} over iets anders {n * 31}", name=f"Jan {n}")
    page = desk.enter(tabs, viewport={"width": 390, "height": 800})
    page.reload()

    page.locator(".card button[value=approve]").first.dblclick()

    expect(page.locator(".tomb form")).to_have_count(1)
    assert page.locator(".card").count() == 4
    assert page.url.endswith("/moderate/queue")


def test_removing_a_person_asks_first_and_is_accessible(desk: RunningDesk, tabs: Tabs) -> None:
    page = desk.enter(tabs, viewport={"width": 390, "height": 800})
    page.goto(f"{desk.base}/moderate/people")
    page.fill("#invite-name", "Bea")
    page.locator("button.main").first.click()
    invited = tabs.open(page.locator(".secret").inner_text())
    for field, said in (("name", "Bea"), ("email", "bea@blog.example"), ("password", PASSWORD)):
        invited.fill(f"#{field}", said)
    invited.click("button.main")
    invited.wait_for_url("**/moderate/queue")
    page.goto(f"{desk.base}/moderate/people")

    page.click("td summary")
    found = violations(page)
    page.click("text=Ja, Bea verwijderen")

    expect(page.locator("main")).to_contain_text("Bewaard.")
    expect(page.locator("main")).not_to_contain_text("bea@blog.example")
    assert found == []
