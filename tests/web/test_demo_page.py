"""The demo page as the server makes it; tests/browser/test_demo.py looks at it in Chromium."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from aiohttp.test_utils import TestClient, TestServer

from service.app import build_app
from service.domain.published import PublishedComment
from service.domain.site import Moderation
from service.settings import Settings
from service.storage import open_storage
from service.usecases.set_up_site import set_up_site
from service.usecases.site_settings import SiteSettings
from service.web.pages.demo import DEMO_SITE, DemoPage, shown_comments
from tests.web.running_service import Clock

Client = TestClient[Any, Any]


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Client]:
    clock = Clock()
    async with open_storage(str(tmp_path / "demo.db"), clock=clock) as storage:
        settings = SiteSettings(
            name="Demo",
            origins=("http://localhost:8080",),
            language="nl",
            moderation=Moderation.HOLD_SUSPECT,
        )
        await set_up_site(DEMO_SITE, settings, storage=storage, clock=clock)
        app = build_app(Settings(), storage=storage, clock=clock, demo=DemoPage())
        async with TestClient(TestServer(app)) as client:
            yield client


async def _post(demo: Client, text: str, **more: str) -> str:
    comment = {"site": DEMO_SITE, "post": "/demo", "text": text, **more}
    async with demo.post("/api/v1/comments", json=comment) as answer:
        assert answer.status == 201
        posted: str = (await answer.json())["id"]
        return posted


async def _page(demo: Client, query: str = "") -> str:
    async with demo.get(f"/demo{query}") as answer:
        assert answer.status == 200
        return await answer.text()


async def test_the_page_counts_like_blogger(demo: Client) -> None:
    empty = await _page(demo)
    await _post(demo, "een")
    one = await _page(demo)
    await _post(demo, "twee")
    two = await _page(demo)

    assert "Geen opmerkingen:" in empty
    assert "1 opmerking:" in one
    assert "2 opmerkingen:" in two


async def test_the_page_is_well_formed_html(demo: Client) -> None:
    parent = await _post(demo, "een", website="https://jan.example", name="Jan & Co")
    await _post(demo, "twee", parent=parent)

    page = await _page(demo, f"?parent={parent}&reactie=held&lang=nl")

    assert html5lib.HTMLParser(strict=True).parse(page) is not None


async def test_the_page_runs_no_script_but_its_own(demo: Client) -> None:
    async with demo.get("/demo") as answer:
        policy = answer.headers["Content-Security-Policy"]
        page = await answer.text()

    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert page.count("<script") == 1
    assert "style=" not in page


async def test_an_answer_is_asked_for_by_name(demo: Client) -> None:
    parent = await _post(demo, "Wie beslist er?", name="Fatima")

    page = await _page(demo, f"?parent={parent}")

    assert f'name="parent" value="{parent}"' in page
    assert "In antwoord op Fatima" in page


async def test_a_comment_that_is_not_there_cannot_be_answered(demo: Client) -> None:
    page = await _page(demo, f"?parent={'0' * 32}")

    assert 'name="parent"' not in page


@pytest.mark.parametrize("said", ["approved", "<script>", ""])
async def test_only_known_notices_are_shown(demo: Client, said: str) -> None:
    page = await _page(demo, f"?reactie={said}")

    assert '<p id="notice" role="status" tabindex="-1"></p>' in page


async def test_more_comments_than_a_page_holds_are_on_the_next(
    demo: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.web.pages.demo.COMMENTS_SHOWN", 1)
    await _post(demo, "de eerste")
    await _post(demo, "de tweede")

    first = await _page(demo)
    cursor = first.partition("cursor=")[2].partition("#")[0]
    second = await _page(demo, f"?cursor={cursor}")

    assert "de eerste" in first
    assert "de tweede" not in first
    assert "de tweede" in second
    assert "cursor=" not in second


async def test_a_made_up_cursor_is_refused(demo: Client) -> None:
    async with demo.get("/demo?cursor=made-up") as answer:
        problem = await answer.json()

    assert answer.status == 400
    assert problem["code"] == "bad_cursor"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/demo", "text/html"), ("/demo/demo.js", "text/javascript"), ("/demo/demo.css", "text/css")],
)
async def test_the_page_and_its_files_answer_head_too(demo: Client, path: str, kind: str) -> None:
    async with demo.head(path) as answer:
        assert answer.status == 200
        assert answer.content_type == kind


def test_answers_stand_below_what_they_answer_and_no_deeper_than_can_be_read() -> None:
    thread = [_comment(1, None), _comment(2, None), *(_comment(n, n - 2) for n in range(3, 13))]

    shown = shown_comments(thread, "nl")

    order = [int(comment.id) for comment in shown]
    assert order == [1, 3, 5, 7, 9, 11, 2, 4, 6, 8, 10, 12]
    assert [comment.depth for comment in shown[:6]] == [0, 1, 2, 3, 3, 3]


def test_a_thread_ten_thousand_answers_deep_can_be_shown() -> None:
    thread = [_comment(1, None), *(_comment(n, n - 1) for n in range(2, 10_001))]

    assert len(shown_comments(thread, "nl")) == 10_000


def test_a_removed_comment_says_by_whom_and_its_answers_name_nobody() -> None:
    removed = _comment(1, None, text=None, removed_by="author")

    shown = shown_comments([removed, _comment(2, 1)], "nl")

    assert shown[0].removed == "Deze reactie is verwijderd door de schrijver."
    assert shown[1].answers is None
    assert shown[1].depth == 1


def _comment(
    number: int, parent: int | None, *, text: str | None = "x", removed_by: str | None = None
) -> PublishedComment:
    return PublishedComment(
        id=number,
        public_id=str(number),
        parent_id=parent,
        root_id=1,
        name="Jan",
        website=None,
        text=text,
        html=None if text is None else f"<p>{text}</p>",
        revision=1,
        created_at=0,
        edited_at=None,
        up=0,
        down=0,
        removed_by=removed_by,
    )
