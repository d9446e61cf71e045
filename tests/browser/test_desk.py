"""The desk in Chromium: by keyboard, on a phone, under its strict policy, with hostile texts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import Tabs
from tests.browser.desk import SPAM, RunningDesk, running_desk, violations
from tests.hostile.corpora import entries, needs_corpora
from tests.unlike import unlike_texts

pytestmark = pytest.mark.browser

ROOMS = (
    "queue",
    "queue?status=spam",
    "threads",
    "threads?q=niets",
    "rules",
    "log?verify=yes",
    "statistics",
    "people",
    "settings",
    "account",
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    with running_desk(tmp_path) as running:
        yield running


def focused(page: Page) -> str:
    """The text of what has the focus."""
    return str(page.evaluate("document.activeElement.innerText"))


def test_a_newcomer_becomes_owner_and_clears_the_queue_by_keyboard_alone(
    desk: RunningDesk, tabs: Tabs
) -> None:
    for text in ("Een mooi verhaal", "Heel wat anders", "Iets voor de vuilnisbak"):
        desk.post(text)
    page = desk.enter(tabs)
    page.reload()

    page.keyboard.press("j")
    assert "Heel wat anders" in focused(page)
    page.keyboard.press("k")
    page.keyboard.press("a")
    expect(page.locator(".tomb")).to_contain_text("Goedgekeurd.")
    page.keyboard.press("r")
    page.keyboard.press("s")
    expect(page.locator(".tomb form")).to_have_count(3)
    assert desk.shown() == 1
    page.locator(".tomb").last.focus()
    page.keyboard.press("z")
    expect(page.locator(".tomb form")).to_have_count(2)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".card").focus()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"

    assert tabs.complaints == []


def test_a_decision_shows_before_the_server_has_answered(desk: RunningDesk, tabs: Tabs) -> None:
    desk.post("Een mooi verhaal")
    page = desk.enter(tabs)
    page.reload()
    page.route("**/moderate/decide", lambda _route: None)

    page.keyboard.press("a")

    expect(page.locator(".tomb")).to_have_text("Goedgekeurd.")


def test_without_a_network_the_card_comes_back_and_says_what_to_do(
    desk: RunningDesk, tabs: Tabs
) -> None:
    desk.post("Een mooi verhaal")
    page = desk.enter(tabs)
    page.reload()
    page.route("**/moderate/decide", lambda route: route.abort())

    page.keyboard.press("a")

    expect(page.locator("#alert")).to_contain_text("Er is niets veranderd")
    assert "Een mooi verhaal" in focused(page)


def test_a_session_that_ended_loses_nothing(desk: RunningDesk, tabs: Tabs) -> None:
    desk.post("Een mooi verhaal")
    page = desk.enter(tabs)
    page.reload()
    page.context.clear_cookies()

    page.keyboard.press("a")

    expect(page.locator("#alert")).to_contain_text("Je bent uitgelogd")
    expect(page.locator(".card")).to_contain_text("Een mooi verhaal")


def test_who_comes_second_sees_it_on_the_card(desk: RunningDesk, tabs: Tabs) -> None:
    desk.post("Een mooi verhaal")
    first = desk.enter(tabs)
    second = desk.sign_in(tabs)
    first.reload()
    first.keyboard.press("r")
    expect(first.locator(".tomb form")).to_have_count(1)

    second.keyboard.press("a")

    expect(second.locator(".card [role=alert]")).to_contain_text(
        re.compile(r"Al afgehandeld door Anna op .*: Afgewezen\.")
    )


def test_keys_can_be_switched_off_and_set_as_elsewhere(desk: RunningDesk, tabs: Tabs) -> None:
    desk.post("Een mooi verhaal")
    page = desk.enter(tabs)
    page.reload()
    page.keyboard.press("?")
    page.select_option("#keys-set", "coral")
    expect(page.locator("#key-approve")).to_have_value("d")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.locator(".card").focus()
    page.keyboard.press("d")
    expect(page.locator(".card")).to_have_count(1)
    page.click("#keys-open")
    page.check("#keys-on")
    page.keyboard.press("Escape")
    page.locator(".card").focus()

    page.keyboard.press("d")

    expect(page.locator(".tomb")).to_contain_text("Goedgekeurd.")


def test_a_flood_is_selected_rejected_watched_and_undone(desk: RunningDesk, tabs: Tabs) -> None:
    for n in range(12):
        desk.post(SPAM.format(n), name=f"Karin {n}")
    page = desk.enter(tabs)
    page.reload()
    expect(page.locator(".card")).to_have_count(1)
    page.click(".alike")
    page.check("input[name=all]")
    page.click(".bulk button[value=spam]")
    page.click("button.main")
    expect(page.locator("main")).to_contain_text("Over 12 reacties is beslist.")
    page.click("text=Alles ongedaan maken")
    expect(page.locator("main")).to_contain_text("Over 12 reacties is beslist.")

    page.goto(f"{desk.base}/moderate/queue")

    expect(page.locator(".alike")).to_have_text("+11 vrijwel gelijk")
    assert tabs.complaints == []


def test_new_comments_are_offered_and_never_move_what_is_read(
    desk: RunningDesk, tabs: Tabs
) -> None:
    desk.post("Een mooi verhaal")
    page = desk.enter(tabs)
    page.reload()
    expect(page).to_have_title(re.compile(r"^\(1\)"))

    desk.post("Nog een verhaal")

    expect(page.locator("#fresh a")).to_have_text("1 nieuwe – tonen")
    expect(page.locator(".card")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_every_room_is_accessible_fits_and_can_be_looked_at(
    desk: RunningDesk, tabs: Tabs, artifacts: Path, width: int, scheme: str
) -> None:
    desk.post("Check out my channel! https://a.example https://b.example https://c.example")
    for n in range(3):
        desk.post(SPAM.format(n))
    page = desk.enter(tabs, viewport={"width": width, "height": 900}, color_scheme=scheme)
    found: dict[str, list[str]] = {}

    for room in ROOMS:
        page.goto(f"{desk.base}/moderate/{room}")
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        name = room.partition("?")[0]
        page.screenshot(path=artifacts / f"desk-{name}-{width}-{scheme}.png", full_page=True)
        found[room] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    assert {room: each for room, each in found.items() if each} == {}
    assert tabs.complaints == []


def test_the_way_in_is_accessible(desk: RunningDesk, tabs: Tabs) -> None:
    page = tabs.open(desk.welcome)
    welcome = violations(page)
    page.goto(f"{desk.base}/moderate/sign-in")

    assert welcome == violations(page) == []


def test_the_first_load_is_small_and_the_next_is_the_page_alone(
    desk: RunningDesk, tabs: Tabs
) -> None:
    for number, said in enumerate(unlike_texts(50)):
        desk.post(said, f"Lezer {number}")
    page = desk.enter(tabs)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    finished: list[Request] = []
    page.on("requestfinished", lambda request: finished.append(request))  # noqa: PLW0108

    def load(*, cached: bool) -> dict[str, int]:
        line.send("Network.setCacheDisabled", {"cacheDisabled": not cached})
        finished.clear()
        with page.expect_event("requestfinished", lambda one: one.url.endswith("desk-news.js")):
            page.goto(f"{desk.base}/moderate/queue?each=yes")
        sizes = {one.url.rpartition("/")[2]: one.sizes()["responseBodySize"] for one in finished}
        return {name: size for name, size in sizes.items() if size}

    first, second = load(cached=False), load(cached=True)

    assert page.locator(".card").count() == 50
    assert {*first} == {"queue?each=yes", "desk.css", "desk.js", "desk-keys.js", "desk-news.js"}
    assert sum(first.values()) <= 40 * 1024
    assert {*second} == {"queue?each=yes"}


@needs_corpora
def test_hostile_texts_are_shown_harmless(desk: RunningDesk, tabs: Tabs) -> None:
    payloads = [str(each["payload"]) for each in entries("xss/payloadsallthethings_xss.jsonl")]
    payloads += [str(each["payload"]) for each in entries("unicode/blns.jsonl")]
    kept = [text for text in payloads if text.strip() and "\0" not in text][::40]
    for text in kept:
        desk.post(text[:5_000])
    page = desk.enter(tabs)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    page.goto(f"{desk.base}/moderate/queue?each=yes")
    page.wait_for_selector(".card")

    assert dialogs == []
    assert tabs.complaints == []
    assert page.locator(".said *:not(mark, span.unseen, ins, del)").count() == 0
