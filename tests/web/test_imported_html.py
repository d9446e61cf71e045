"""Imported texts are rendered as their source meant them, and are as safe as any."""

import pytest

from service.web.rendering import MarkdownRenderer
from tests.web.test_rendering import assert_harmless, attacks

RENDERER = MarkdownRenderer()


@pytest.mark.parametrize(
    ("text", "form", "html"),
    [
        ("a\nb\n\nc", "html-lines", "<p>a<br>b</p>\n<p>c</p>"),
        ("<p>a\nb</p>", "html", "<p>a\nb</p>"),
        ("a\nb", "html", "<p>a\nb</p>"),
        ("a <b>\n\nb", "text", "<p>a &lt;b&gt;</p>\n<p>b</p>"),
        ("<b>a</b> <i>b</i> <h2>c</h2>", "html", "<strong>a</strong> <em>b</em>"),
        ("x\n<pre>a\n\nb</pre>\ny\r\nz", "html-lines", "<p>x</p><pre>a\n\nb</pre><p>y<br>z</p>"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "html-lines", "<ul><li>a</li><li>b</li></ul>"),
        ("<img src=x onerror=alert(1)>a", "html", "<p>a</p>"),
    ],
)
def test_line_ends_and_elements_mean_what_the_source_meant(text: str, form: str, html: str) -> None:
    assert html in RENDERER.render(text, form)


@pytest.mark.parametrize("form", ["html", "html-lines", "text"])
def test_no_attack_survives_in_any_form(form: str) -> None:
    for _, attack in attacks("xss"):
        assert_harmless(RENDERER.render(attack, form))
