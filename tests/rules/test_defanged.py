"""Links that hide from programs."""

import pytest
from hypothesis import given

from service.domain.comment import Author
from service.rules.text import Views
from tests.rules.judging import found, judged, texts


def hosts(text: str) -> list[str]:
    return [link.host for link in Views(Author(), text).text.links]


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Ga naar winkel punt nl", "winkel.nl"),
        ("Visit Shop DOT com now", "shop.com"),
        ("shop[.]ru", "shop.ru"),
        ("shop (dot) example", None),
        ("shop [punt] be", "shop.be"),
        ("shop{.}xyz!", "shop.xyz"),
        ("hxxps://shop.example/x", "shop.example"),
    ],
)
def test_a_hidden_link_is_seen(text: str, host: str | None) -> None:
    assert hosts(text) == ([host] if host else [])


@pytest.mark.parametrize(
    "text",
    [
        "Op dat punt de mist in gaan",
        "Een goed punt, nl. dit",
        "op een punt nlx",
        "de dot is zwart",
        "(...)",
        "jan@winkel punt nl",
        "jan at winkel dot com",
        "jan [at] winkel [dot] com",
        "I like dot net in summer",
    ],
)
def test_a_sentence_is_no_hidden_link(text: str) -> None:
    assert hosts(text) == []


def test_hidden_links_stand_among_the_others_in_order() -> None:
    assert hosts("a[.]nl http://b.nl c dot com") == ["a.nl", "b.nl", "c.com"]


def test_hidden_links_count_as_links() -> None:
    finding = found(judged("een punt nl, twee punt nl en drie punt nl"), "many_links")

    assert finding is not None
    assert finding.matches[0].text == "een punt nl"


@given(texts)
def test_every_link_lies_in_the_text(text: str) -> None:
    source = f"{text} a dot com {text}"

    assert all(
        0 <= link.start < link.end <= len(source) for link in Views(Author(), source).text.links
    )
