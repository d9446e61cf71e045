"""S-08: the widget on a page whose markup, address, storage and answers try to change what all
objects have, or what the names of the page mean."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.blog import Blog
from tests.browser.conftest import Tabs
from tests.hostile.corpora import needs_corpora, texts

pytestmark = [pytest.mark.browser, needs_corpora]

OWN = """<form id="comments"><input name="innerHTML"><input name="attributes"></form>
  <a id="reactie"></a><a id="reactie" name="host" href="https://evil.example"></a>
  <img name="title"><img name="referrer"><form name="links"></form>"""
POLLUTED = '{"__proto__": {"odd": 1}, "constructor": {"prototype": {"odd": 1}}}'
ADDRESS = "?__proto__[odd]=1&constructor[prototype][odd]=1&__proto__.odd=1#__proto__[odd]=1"
STORED = ("votes", "person", "device", "own:blog", "draft:blog:undefined", "__proto__")


def clobbering() -> str:
    """The markup of the corpus; the scripts that would show what it did are left out, and so is
    what leads every address of the page elsewhere."""
    found = (text.partition("// Sink")[0] for text in texts("widget/pat_dom_clobbering.jsonl"))
    return "".join(text for text in found if "<base" not in text and "<html" not in text)


def test_nothing_of_the_page_changes_what_all_objects_have(blog: Blog, tabs: Tabs) -> None:
    address = blog.filled().write(
        f"{OWN}{clobbering()}</form></a><reactie-comments post='{blog.page}' theme='__proto__' "
        "noun='constructor' heading='__proto__'></reactie-comments>"
    )
    page = tabs.open("about:blank")
    stored = "".join(f"localStorage['reactie:{key}'] = {POLLUTED!r};" for key in STORED)
    page.add_init_script(f"if (location.protocol !== 'about:') {{ {stored} }}")

    def polluted(route: Any) -> None:
        answer = route.fetch()
        said = answer.text().rstrip()
        route.fulfill(response=answer, body=f"{said[:-1]}, {POLLUTED[1:]}")

    page.route("**/api/v1/comments?*", polluted)
    page.route("**/api/v1/counts?*", polluted)

    page.goto(f"{address}{ADDRESS}")

    expect(page.locator("article")).to_have_count(2)
    changed = page.evaluate(
        "[Object.keys(Object.prototype), ({}).odd ?? null, [].odd ?? null, ''.odd ?? null]"
    )
    assert changed == [[], None, None, None]
    asked = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert not [one for one in asked if "evil.example" in one]
