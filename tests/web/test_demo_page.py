"""The demo page as the server makes it; tests/browser/test_demo.py looks at it in Chromium."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from aiohttp.test_utils import TestClient, TestServer

from service.app import build_app
from service.settings import Settings
from service.storage import open_storage
from service.web.pages.demo import DemoPage
from tests.web.running_service import Clock

Client = TestClient[Any, Any]


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Client]:
    clock = Clock()
    async with open_storage(str(tmp_path / "demo.db"), clock=clock) as storage:
        app = build_app(Settings(), storage=storage, clock=clock, demo=DemoPage())
        async with TestClient(TestServer(app)) as client:
            yield client


async def test_the_page_is_well_formed_html_with_the_widget_in_it(demo: Client) -> None:
    async with demo.get("/demo?lang=en") as answer:
        page = await answer.text()

    assert html5lib.HTMLParser(strict=True).parse(page) is not None
    assert '<reactie-comments post="/demo" lang="en" noun="opmerking">' in page
    assert 'href="/p/demo?post=/demo&amp;lang=en"' in page


async def test_the_page_runs_no_script_but_the_widget(demo: Client) -> None:
    async with demo.get("/demo") as answer:
        policy = answer.headers["Content-Security-Policy"]
        page = await answer.text()

    assert "script-src 'self';" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    assert page.count("<script") == 1
    assert "style=" not in page


@pytest.mark.parametrize(("path", "kind"), [("/demo", "text/html"), ("/demo/demo.css", "text/css")])
async def test_the_page_and_its_look_answer_head_too(demo: Client, path: str, kind: str) -> None:
    async with demo.head(path) as answer:
        assert answer.status == 200
        assert answer.content_type == kind
