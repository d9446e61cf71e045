"""S-01: markup by every way to write, looked at on everything that shows it: by a parser that
reads as browsers do, and in Chromium. A value that no page shows fails too: it would prove nothing.
"""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page

from service.domain.ports import Storage
from service.usecases.start_bulk import KIND as BULK
from service.web.page_routes import PAGES
from service.web.pages.desk import DESK
from service.web.route_table import ROUTES
from service.web.services import SERVICES
from service.web.session_cookie import PLAIN_NAME
from tests.browser.conftest import Tabs
from tests.hostile.corpora import needs_corpora
from tests.hostile.crawling import asked, crawl, reflections, route_of, routes_of_pages
from tests.hostile.ground import ROUTE_OF, SITE, Ground
from tests.hostile.harmless import html_in, is_fixpoint, odd_in, odd_on
from tests.hostile.planting import WAYS, Planted, batches, plant
from tests.hostile.running import RunningService, passing_folder
from tests.hostile.shapes import text_fields
from tests.hostile.wire import Answer, Request

pytestmark = needs_corpora

WORDS = {"text", "name", "post_title", "title", "reason", "note", "answer", "post"}
"""The fields that hold any words."""
ELSEWHERE = {
    # Routes with such a field that keep nothing of it, or nothing that anybody is shown.
    "preview_comment",
    "explain",
    "desk_rules_sent",
    "desk_welcome_sent",
    "desk_invitation_sent",
    "desk_reset_sent",
}
ADDRESSED = (
    "javascript:alert(1)",
    "//evil.example/",
    """</title></textarea></script>"'><x-planted onload=alert(1)><script>alert(1)</script>""",
)
IN_CHROMIUM = 3
"""Pages of one route that are opened there."""
WATCH = """() => {
  window.broken = [];
  document.addEventListener("securitypolicyviolation", (report) => window.broken.push(
    `${report.violatedDirective} ${report.blockedURI} ${report.sample}`));
}"""
AGAIN = """(texts) => texts.filter((text) => {
  const place = document.createElement("template");
  place.innerHTML = text;
  const once = place.innerHTML;
  place.innerHTML = once;
  return place.innerHTML !== once;
})"""


@dataclass(frozen=True)
class Shown:
    """All that was planted, and all that the service shows of it."""

    ground: Ground
    planted: Planted
    pages: Sequence[tuple[str, str]]
    comments: Sequence[str]


@pytest.fixture(scope="module")
def shown() -> Iterator[Shown]:
    with passing_folder() as folder, RunningService(folder / "reactie.db") as service:
        ground = Ground(service)
        planted = plant(ground)
        service.do(lambda storage: work_off(service, storage))
        approve_all(ground)
        threads = dict.fromkeys(planted.threads)
        starts = [f"/p/{SITE}?{urlencode({'post': key})}" for key in threads]
        starts += [f"/c/{link}" for link in planted.links[:: len(planted.links) // 8]]
        starts += [f"/moderate/comments/{made}" for made in dict.fromkeys(planted.comments)]
        starts += [f"/moderate/bulk/{ground.bulk}"]
        pages = [(path, answer.body.decode()) for path, answer in crawl(ground, starts)]
        comments = [html for key in threads for html in html_in(listing(ground, key).json())]
        yield Shown(ground, planted, pages, comments)
        ground.leave()


async def work_off(service: RunningService, storage: Storage) -> None:
    """Does what was ordered in bulk."""
    working = asyncio.create_task(service.app[SERVICES].bulk_worker.run())
    while await storage.jobs.running(BULK):  # noqa: ASYNC110 -- nothing tells
        await asyncio.sleep(0.01)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


def approve_all(ground: Ground) -> None:
    """Everything that waits, so that readers see it; what was turned away stays with moderators."""
    for card in waiting(ground):
        said = {"action": "approve", "version": card["version"]}
        path = ROUTE_OF["decide"].path.replace("{id}", card["id"])
        ground.send(Request("POST", path).with_bearer(ground.admin).saying_json(said))


def waiting(ground: Ground) -> Iterator[dict[str, str]]:
    request = Request("GET", ROUTE_OF["list_queue"].path).with_bearer(ground.admin)
    request = request.asking(status="pending", limit="100")
    found = ground.send(request).json()
    yield from found["items"]
    while found["next"]:
        found = ground.send(request.asking(cursor=found["next"])).json()
        yield from found["items"]


def listing(ground: Ground, post: str) -> Answer:
    request = Request("GET", ROUTE_OF["list_comments"].path)
    return ground.send(request.asking(site=SITE, post=post, limit="500"))


def test_every_route_that_keeps_words_is_a_way_to_write():
    known = {way.name.partition(" ")[0] for way in WAYS} | ELSEWHERE
    keeping = {
        route.name
        for route in (*ROUTES, *PAGES, *DESK)
        if route.body is not None and WORDS & set(text_fields(route.body))
    }

    assert keeping <= known


def test_every_page_is_looked_at(shown: Shown):
    looked = {route_of(path) for path, _ in shown.pages}

    assert {route.name for route in routes_of_pages()} <= looked


def test_what_was_written_is_shown_whichever_way_it_came(shown: Shown):
    everything = "".join(page for _, page in shown.pages)

    seen = {where for mark, where in shown.planted.marks.items() if mark in everything}

    assert set(shown.planted.marks.values()) - seen == set()


def test_no_page_takes_any_of_it_for_markup(shown: Shown):
    odd = [(path, why) for path, page in shown.pages for why in odd_on(page)[:3]]

    assert odd == []


def test_no_answer_to_what_was_written_takes_it_for_markup(shown: Shown):
    for name, answer in shown.planted.answers:
        if answer.media_type == "text/html":
            assert odd_on(answer.body.decode()) == [], name
        else:
            assert answer.media_type in ("application/json", ""), name
            found = html_in(answer.json()) if answer.body else []
            assert [odd for html in found for odd in odd_in(html)] == [], name


def test_readers_get_harmless_html_that_parsing_again_does_not_change(shown: Shown):
    assert len(shown.comments) > 60
    for html in shown.comments:
        assert odd_in(html) == []
        assert is_fixpoint(html), html


def test_each_payload_alone_is_harmless_in_a_preview(shown: Shown):
    door = Request("POST", ROUTE_OF["preview_comment"].path)
    for batch in batches(9_000):
        html = shown.ground.send(door.saying_json({"site": SITE, "text": batch})).json()["html"]

        assert odd_in(html) == []
        assert is_fixpoint(html), batch


@pytest.mark.parametrize("post", [None, "/planted/1"])
def test_feeds_hold_it_as_text(shown: Shown, post: str | None):
    request = Request("GET", ROUTE_OF["show_feed"].path).asking(site=SITE)

    answer = shown.ground.send(request if post is None else request.asking(post=post))

    kinds = {one.tag.rpartition("}")[2] for one in ET.fromstring(answer.body).iter()}
    assert kinds <= {
        "feed", "id", "title", "updated", "link", "author", "name", "uri", "entry", "published",
        "content", "generator", "in-reply-to", "total", "subtitle", "logo", "icon", "rights",
    }  # fmt: skip
    for content in ET.fromstring(answer.body).iter("{http://www.w3.org/2005/Atom}content"):
        assert odd_in(content.text or "") == []


def test_answers_for_programs_are_never_taken_for_pages(shown: Shown):
    for route in ROUTES:
        if route.method == "GET" and route.content_type == "application/json":
            answer = shown.ground.send(shown.ground.valid(route))
            assert answer.media_type in ("application/json", "application/problem+json"), route.name
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            found = html_in(answer.json())
            assert [odd for html in found for odd in odd_in(html)] == [], route.name


def test_no_page_takes_what_its_address_says_for_markup(shown: Shown):
    for text in ADDRESSED:
        for route, path, query in reflections(text):
            request = asked(shown.ground, f"{path}?{urlencode(query)}")
            answer = shown.ground.send(request)

            assert answer.status < 500, (route.name, query)
            if answer.media_type == "text/html":
                assert odd_on(answer.body.decode()) == [], (route.name, query)


def test_a_form_that_comes_back_holds_what_was_typed_as_text(shown: Shown):
    text = "\n".join(batches(9_000)[::8])
    line = "</textarea>\"'><x-planted onload=1>"
    forms = (
        ("/moderate/rules", {"site": SITE, "act": "check", "toml": text}),
        ("/moderate/rules", {"site": SITE, "act": "try", "text": batches(9_000)[3]}),
        ("/moderate/sign-in", {"email": line, "password": line, "back": line}),
        ("/moderate/welcome", {"secret": line, "name": line, "email": line, "password": line}),
        ("/moderate/invitation", {"secret": line, "name": line, "email": line, "password": line}),
        ("/moderate/settings", {"act": "make", "slug": line, "name": line, "origins": line}),
        ("/moderate/people", {"act": "invite", "name": line * 9}),
        (f"/p/{SITE}?post=/planted/1", {"text": text, "email": line, "name": line * 9}),
    )
    for path, fields in forms:
        request = Request("POST", path).with_header("Accept", "text/html").saying_form(fields)
        signed = path.startswith("/moderate") and "sign-in" not in path
        answer = shown.ground.send(shown.ground.people.signed_in(request) if signed else request)

        assert answer.media_type == "text/html", (path, answer)
        assert odd_on(answer.body.decode()) == [], path


@pytest.mark.browser
def test_chromium_runs_none_of_it(shown: Shown, tabs: Tabs):
    base = shown.ground.url
    page = tabs.open("about:blank")
    cookie, _ = shown.ground.people.anna
    page.context.add_cookies([{"name": PLAIN_NAME, "value": cookie, "url": base}])
    page.context.add_init_script(f"({WATCH})()")
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    opened = [open_in(page, base, path) for path in some_of_each(shown.pages)]

    assert len(opened) > 30
    assert [broken for broken in opened if broken] == [], opened
    assert dialogs == []
    assert tabs.complaints == []


@pytest.mark.browser
def test_what_chromium_makes_of_a_comment_it_reads_the_same_again(shown: Shown, tabs: Tabs):
    page = tabs.open("about:blank")

    assert page.evaluate(AGAIN, list(shown.comments)) == []


def some_of_each(pages: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The largest pages of each route."""
    kinds: dict[str, list[tuple[int, str]]] = {}
    for path, page in pages:
        kinds.setdefault(route_of(path), []).append((len(page), path))
    for found in kinds.values():
        yield from (path for _, path in sorted(found, reverse=True)[:IN_CHROMIUM])


def open_in(page: Page, base: str, path: str) -> list[str]:
    """Opens a page, points at all of it, and tells which policies it broke."""
    page.goto(f"{base}{path}", wait_until="load")
    page.evaluate(
        """() => document.querySelectorAll("*").forEach((each) => {
          for (const kind of ["mouseover", "focus", "error", "toggle", "animationstart"])
            each.dispatchEvent(new Event(kind));
        })"""
    )
    broken = page.evaluate("window.broken")
    return [json.dumps([path, *broken])] if broken else []
