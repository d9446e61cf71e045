"""A session that ends while somebody works on the rules, in Chromium."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tabs
from tests.browser.desk import PASSWORD, running_desk

pytestmark = pytest.mark.browser


def test_a_rule_set_that_was_being_written_is_there_after_signing_in_again(
    tmp_path: Path, tabs: Tabs
) -> None:
    with running_desk(tmp_path) as desk:
        page = desk.enter(tabs)
        page.goto(f"{desk.base}/moderate/rules")
        page.fill("#toml", "hold_at = 2.5")
        page.fill("#try", "Een lange reactie")
        page.context.clear_cookies()
        page.click("button[value=check]")
        page.fill("#email", "anna@blog.example")
        page.fill("#password", PASSWORD)

        page.click("button.main")
        page.click("button.main")

        expect(page.locator("#toml")).to_have_value("hold_at = 2.5")
        expect(page.locator("#try")).to_have_value("Een lange reactie")
        page.goto(f"{desk.base}/moderate/rules")
        expect(page.locator("#try")).to_have_value("")
