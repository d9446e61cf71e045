"""Links to comments from before an import still lead to them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.blog import Blog
from tests.browser.conftest import Tabs

pytestmark = pytest.mark.browser

ANCHORS = {
    ("blogger", "58"): "c58",
    ("disqus", "120"): "comment-120",
    ("wordpress", "5/12"): "comment-12",
    ("isso", "3"): "isso-3",
    ("remark42", "a1b2-c3"): "remark42__comment-a1b2-c3",
    ("artalk", "4"): "atk-comment-4",
    ("waline", "6123ab"): "6123ab",
}
BEFORE = 101
"""As many as a page of the list holds, and one more."""


def exported(post: str) -> str:
    """A file with so many comments, then one for each anchor."""
    sources = [*((("test", str(n)), "") for n in range(BEFORE)), *ANCHORS.items()]
    lines: list[object] = [{"type": "thread", "id": "t", "key": post}]
    lines += [
        {
            "type": "comment",
            "id": f"c{n}",
            "thread": "t",
            "status": "approved",
            "author": {"name": "Jan"},
            "created_at": f"2012-03-01T10:{n // 60:02}:{n % 60:02}Z",
            "body": {"format": "text", "source": anchor or "Hallo"},
            "external": [{"source": source, "instance": "x", "id": id_, "thread": post}],
        }
        for n, ((source, id_), anchor) in enumerate(sources)
    ]
    head = {"type": "export", "schema": "comments-export", "version": 1, "site": {"id": "x"}}
    return "".join(json.dumps(line) + "\n" for line in (head, *lines))


def test_an_old_anchor_of_each_system_leads_to_its_comment(
    blog: Blog, tabs: Tabs, tmp_path: Path
) -> None:
    file = tmp_path / "old.jsonl"
    file.write_text(exported(blog.page))
    command = [sys.executable, "-m", "service", "import", str(file), "--site", "blog", "--partial"]
    subprocess.run(
        [*command, "--database", str(blog.database)], check=True, capture_output=True, timeout=60
    )
    address = blog.write(f'<p style="height:3000px"></p><reactie-comments post="{blog.page}">')

    page = tabs.open(f"{address}#c58")

    for anchor in ANCHORS.values():
        page.evaluate("(anchor) => { location.hash = anchor; }", anchor)
        focused = page.locator("article:focus .text")
        expect(focused).to_have_text(anchor)
        expect(focused).to_be_in_viewport()
    _leads_nowhere(page, "kop-2")
    assert tabs.complaints == []


def _leads_nowhere(page: Page, anchor: str) -> None:
    with page.expect_response("**/api/v1/anchors?*") as answered:
        page.evaluate("(anchor) => { location.hash = anchor; }", anchor)
    assert answered.value.json()["id"] is None
