"""Comments as HTML: what people get, and what no text may ever bring onto a page."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.web.rendering import ELEMENTS, LINK_REL, MarkdownRenderer, cleaner

SHARED = Path(os.environ.get("REACTIE_SHARED", Path(__file__).parents[2].parent / "shared"))
RENDERER = MarkdownRenderer()
REL = f'rel="{LINK_REL}"'


def attacks(folder: str) -> Iterator[tuple[str, str]]:
    """The texts of one folder of attack data, each cut to what a comment may hold."""
    files = sorted((SHARED / "data" / "attacks" / folder).glob("*.jsonl"))
    if not files:
        pytest.skip("no attack data: set REACTIE_SHARED to the folder that has it")
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            text = record["payload"].encode("utf-8", "replace")[:10_000].decode("utf-8", "ignore")
            yield record["id"], text


def assert_harmless(html: str) -> None:
    """Only allowed elements, attributes and addresses, as a browser's parser sees them."""
    tree: Element = html5lib.parseFragment(html, namespaceHTMLElements=False)
    for element in tree.iter():
        if element is tree:
            continue
        assert element.tag in ELEMENTS, element.tag
        for name, value in element.attrib.items():
            assert (element.tag, name) in {("a", "href"), ("a", "rel"), ("ol", "start")}
            if name == "href":
                assert value.lower().startswith(("http://", "https://", "mailto:")), value
            if name == "rel":
                assert value == LINK_REL


@pytest.mark.parametrize("folder", ["xss", "markdown", "widget", "unicode", "xml", "crlf"])
def test_no_attack_gets_past_the_renderer(folder: str) -> None:
    for name, text in attacks(folder):
        html = RENDERER.render(text)

        assert_harmless(html)
        assert cleaner().clean(html) == html, name
        assert len(html) <= 8 * len(text.encode()) + 1_000, name


@given(st.text(st.sampled_from("*_[]()<>`#->\n\t 1.&\"'!\\~=ahttp:/@xé")))
def test_any_markdown_gives_harmless_html_that_cleaning_does_not_change(text: str) -> None:
    html = RENDERER.render(text)

    assert_harmless(html)
    assert cleaner().clean(html) == html
    assert len(html) <= 8 * len(text.encode()) + 1_000


def test_the_worst_known_markdown_takes_time_in_proportion_to_its_length() -> None:
    texts = [text for _, text in attacks("markdown") if len(text) >= 9_000]

    def cost(length: int) -> float:
        before = process_time()
        for text in texts:
            RENDERER.render(text[:length])
        return process_time() - before

    # Four times the text: 4 if linear, 16 if quadratic.
    assert cost(9_000) < 9 * cost(2_250)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hoi *jij* en **zij**", "<p>Hoi <em>jij</em> en <strong>zij</strong></p>\n"),
        ("een\ntwee\n\ndrie", "<p>een<br>\ntwee</p>\n<p>drie</p>\n"),
        ("# Kop\ntekst", "<p><strong>Kop</strong></p>\n<p>tekst</p>\n"),
        ("#", "<p></p>\n"),
        ("> ja", "<blockquote>\n<p>ja</p>\n</blockquote>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("2015. Toen.", '<ol start="2015">\n<li>Toen.</li>\n</ol>\n'),
        ("`<b>`\n\n---", "<p><code>&lt;b&gt;</code></p>\n<hr>\n"),
        ("```py\nx = 1\n```", "<pre><code>x = 1\n</code></pre>\n"),
        ("<b>vet</b> & zo", "<p>&lt;b&gt;vet&lt;/b&gt; &amp; zo</p>\n"),
        ("", ""),
    ],
)
def test_markdown_becomes_the_html_that_people_expect(text: str, html: str) -> None:
    assert RENDERER.render(text) == html


@pytest.mark.parametrize(
    ("text", "href", "shown"),
    [
        ("[hier](https://a.nl 'titel')", "https://a.nl", "hier"),
        ("<https://a.nl>", "https://a.nl", "https://a.nl"),
        ("https://a.nl", "https://a.nl", "https://a.nl"),
        ("Zie https://a.nl/b_c_d.", "https://a.nl/b_c_d", "https://a.nl/b_c_d"),
        ("(https://a.nl/b_(c))", "https://a.nl/b_(c)", "https://a.nl/b_(c)"),
        ("HTTP://A.nl/é!", "HTTP://A.nl/%C3%A9", "HTTP://A.nl/é"),
        ("**https://a.nl**", "https://a.nl", "https://a.nl"),
        ("<jan@a.nl>", "mailto:jan@a.nl", "jan@a.nl"),
        ("![plaatje](https://a.nl/x.png)", "https://a.nl/x.png", "plaatje"),
    ],
)
def test_addresses_become_links_that_vouch_for_nothing(text: str, href: str, shown: str) -> None:
    assert f'<a href="{href}" {REL}>{shown}</a>' in RENDERER.render(text)


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](/pad)",
        "[x](//a.nl)",
        "[x](data:text/html,x)",
        "<ftp://a.nl>",
        "http://",
        "https://...",
        "xhttps://a.nl",
        "`https://a.nl`",
    ],
)
def test_nothing_else_becomes_a_link(text: str) -> None:
    assert "<a" not in RENDERER.render(text)


def test_a_link_in_a_link_is_not_linked_again() -> None:
    html = RENDERER.render("[https://b.nl](https://a.nl) https://c.nl")

    assert html.count("<a ") == 2
    assert 'href="https://b.nl"' not in html


def test_a_text_that_nests_too_deep_is_shown_whole_as_it_was_typed() -> None:
    html = RENDERER.render(">" * 30 + "diep\nen <nog> meer")

    assert html == "<p>" + "&gt;" * 30 + "diep<br>en &lt;nog&gt; meer</p>"


def test_a_text_that_would_swell_is_shown_as_it_was_typed() -> None:
    html = RENDERER.render(">>>>>>>>>>>>\n\n" * 300)

    assert html.startswith("<p>&gt;&gt;&gt;")
