"""Importing in Chromium: a real export, seen to come along, and taken back; with script and
without."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Tabs
from tests.browser.desk import RunningDesk, running_desk, violations

pytestmark = pytest.mark.browser

ROOM = "/moderate/imports"
ROWS = 4_000
SO_FAR = """() => {
  const bar = document.querySelector("[data-job] progress");
  return bar ? bar.value / bar.max : null;
}"""
NARROW = {"viewport": {"width": 390, "height": 800}}


@pytest.fixture(scope="module")
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk that has its owner."""
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        running.enter(Tabs(browser)).context.close()
        yield running


def export(path: Path, rows: int) -> Path:
    lines = (f"/oud-{n % 9}.html,{n},Jan,Hallo {n},approved" for n in range(rows))
    path.write_text("page,id,name,text,status\n" + "\n".join(lines), encoding="utf-8")
    return path


def choose(page: Page, file: Path) -> None:
    page.set_input_files("#file", file)
    page.click("form[enctype] button")
    page.wait_for_url("**/moderate/uploads/*")


def says(page: Page, words: str) -> None:
    """Waits for words on the page, which a busy machine comes to late."""
    expect(page.locator("main")).to_contain_text(words, timeout=60_000)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_file_comes_along_is_watched_and_taken_back(
    desk: RunningDesk, tabs: Tabs, tmp_path: Path
) -> None:
    page = desk.sign_in(tabs)
    narrow = desk.sign_in(tabs, ROOM, color_scheme="dark", **NARROW)
    page.goto(f"{desk.base}/moderate/settings")
    page.click("a[href^='/moderate/imports']")
    found = violations(page) + violations(narrow)
    page.evaluate("document.querySelector('[data-most]').dataset.most = 10")
    page.set_input_files("#file", export(tmp_path / "groot.csv", 3))
    page.click("form[enctype] button")
    expect(page.locator("#alert")).to_contain_text("groter dan 1024 MB")
    page.reload()

    choose(page, export(tmp_path / "oud.csv", ROWS))
    says(page, f"{ROWS} reacties meekomen")
    narrow.goto(page.url)
    narrow.click("summary >> nth=0")
    found += violations(page) + violations(narrow)
    assert fits(narrow)
    page.click("button[value=import]")
    page.wait_for_url("**/moderate/imports/*")
    seen = set()
    while (so_far := page.evaluate(SO_FAR)) is not None:
        seen.add(so_far)
    says(page, f"{ROWS} reacties geïmporteerd")
    narrow.goto(page.url)
    found += violations(page) + violations(narrow)

    assert found == []
    assert fits(narrow)
    assert len(seen) > 2, seen
    page.goto(f"{desk.base}{ROOM}")
    page.click("form[action$=undo] button")
    says(page, f"{ROWS} reacties teruggedraaid")
    assert tabs.complaints == []


def test_all_of_it_works_without_javascript(desk: RunningDesk, tabs: Tabs, tmp_path: Path) -> None:
    page = desk.sign_in(tabs, ROOM, java_script_enabled=False)

    page.click("form[enctype] button")
    assert page.url.endswith(ROOM)
    choose(page, export(tmp_path / "oud.csv", 30))
    says(page, "30 reacties meekomen")
    page.click("button[value=import]")
    says(page, "30 reacties geïmporteerd")
    page.click("form[action$=undo] button")
    says(page, "30 reacties teruggedraaid")
