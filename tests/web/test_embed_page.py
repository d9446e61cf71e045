"""The page that builds the lines for a blog's theme."""

import html5lib
import pytest

from service.web.pages.recipes import RECIPES, Look, Recipe, snippet
from service.web.pages.widget import EMBED
from tests.house.tree import ROOT
from tests.web.page_client import pages_of
from tests.web.running_service import RunningService

HOSTILE = '"><script>alert(1)</script>'


async def test_the_lines_are_for_the_site_and_the_blog_that_were_chosen(
    service: RunningService,
) -> None:
    chosen = {"site": "open", "recipe": "hugo", "theme": "dark", "spoken": "nl", "heading": "3"}

    page = await pages_of(service).show("/embed", {**chosen, "noun": "opmerking", "lang": "nl"})

    assert html5lib.HTMLParser(strict=True).parse(page.text) is not None
    assert '<input type="hidden" name="lang" value="nl">' in page.text
    assert "layouts/_default/single.html" in page.text
    assert "{{ .RelPermalink }}" in page.text
    assert "data-site=&#34;open&#34; data-lang=&#34;nl&#34;" in page.text
    assert "theme=&#34;dark&#34; heading=&#34;3&#34; noun=&#34;opmerking&#34;" in page.text


async def test_without_a_site_there_are_no_lines_yet(service: RunningService) -> None:
    page = await pages_of(service).show("/embed")

    assert html5lib.HTMLParser(strict=True).parse(page.text) is not None
    assert "<textarea" not in page.text


async def test_an_unknown_site_is_told_at_its_field(service: RunningService) -> None:
    page = await pages_of(service).show("/embed", {"site": HOSTILE})

    assert 'aria-describedby="unknown"' in page.text
    assert "<script>alert" not in page.text
    assert "<reactie-comments" not in page.text


async def test_a_pinned_script_is_named_with_its_hash(service: RunningService) -> None:
    page = await pages_of(service).show("/embed", {"site": "open", "pin": "yes"})

    assert EMBED.versioned("embed.js") in page.text
    assert EMBED.integrity in page.text


async def test_the_copy_button_has_its_script(service: RunningService) -> None:
    script = await pages_of(service).show("/embed/copy.js")

    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_every_recipe_stands_in_the_guide(recipe: Recipe) -> None:
    guide = (ROOT / "docs/embedding.md").read_text(encoding="utf-8")

    lines = snippet(recipe, Look("blog"), "https://c.example/embed.js")

    assert f"### {recipe.title}\n" in guide
    assert recipe.file in guide
    assert lines in guide
