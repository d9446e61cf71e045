"""Links: what is one, what is none, where it ends and which host it leads to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.rules.text import canonical_host, find_links
from tests.rules.judging import texts


def typed(source: str) -> list[str]:
    return [source[link.start : link.end] for link in find_links(source)]


@pytest.mark.parametrize(
    ("source", "links"),
    [
        ("kijk op http://a.nl/x.", ["http://a.nl/x"]),
        ("HTTPS://A.NL", ["HTTPS://A.NL"]),
        ("'http://a.nl'!", ["http://a.nl"]),
        ("(http://a.nl),(http://b.nl)", ["http://a.nl", "http://b.nl"]),
        ("ftp://a.nl/f", ["ftp://a.nl/f"]),
        ("(www.a.nl)", ["www.a.nl"]),
        ("ga naar bedrijf.com.", ["bedrijf.com"]),
        ("shop.bedrijf.nl, echt", ["shop.bedrijf.nl"]),
        ("bit.ly/abc", ["bit.ly/abc"]),
        ("x.com", ["x.com"]),
        ("bedrijf.nl/a?b=c#d!", ["bedrijf.nl/a?b=c#d"]),
        ("bedrijf.nl: goed", ["bedrijf.nl"]),
        ("//bedrijf.nl/x", ["//bedrijf.nl/x"]),
        ("http://a.nl/x_(y) en", ["http://a.nl/x_(y)"]),
        ("(zie http://a.nl/x)", ["http://a.nl/x"]),
        ("http://a.nl,http://b.nl;https://c.nl", ["http://a.nl", "http://b.nl", "https://c.nl"]),
        ("http://a.nl/1,2;3", ["http://a.nl/1,2;3"]),
        ("[a](http://a.nl)[b](http://b.nl)", ["http://a.nl", "http://b.nl"]),
        ("[http://a.nl](http://a.nl)", ["http://a.nl"]),
        ("[a.nl](http://a.nl/x)", ["a.nl"]),
        ('<a href="http://a.nl">http://a.nl</a>', ["http://a.nl"]),
        ("<a href='http://a.nl'>www.a.nl</a>", ["http://a.nl"]),
        ("<a href=http://a.nl>hier</a>", ["http://a.nl"]),
        ("[url=http://a.nl]http://a.nl[/url]", ["http://a.nl"]),
        ("<http://a.nl>", ["http://a.nl"]),
        ("http://jan:geheim@a.nl:8080/x", ["http://jan:geheim@a.nl:8080/x"]),
        ("http://kwaad。nl/x", ["http://kwaad。nl/x"]),
    ],
)
def test_links_are_found_as_they_were_typed(source: str, links: list[str]) -> None:
    assert typed(source) == links


@pytest.mark.parametrize(
    "source",
    [
        "",
        "niets te zien. Echt niet.",
        "dat is klaar.de volgende",
        "ASP.NET en System.Web.UI",
        "log.info(x)",
        "readme.md en index.html",
        "jan@bedrijf.nl",
        "jan.de.vries@bedrijf.nl",
        "http://",
        "https:// en verder",
        "http://... ja",
        "http:///pad",
        "a.b.c.d",
        "1.000.000",
        "www.nl",
        "versie 1.2.nl-3",
        "klaar.de/",
        "en/of it.is/ ja",
        "foo.js/bar",
    ],
)
def test_what_leads_nowhere_is_no_link(source: str) -> None:
    assert typed(source) == []


@pytest.mark.parametrize(
    ("source", "host"),
    [
        ("http://WWW.Bedrijf.NL./x", "bedrijf.nl"),
        ("http://jan@bedrijf.nl:80?x", "bedrijf.nl"),
        ("www.bedrijf.nl", "bedrijf.nl"),
        ("http://café.nl", "xn--caf-dma.nl"),
        ("http://cafe\u0301.nl", "xn--caf-dma.nl"),
        ("http://xn--caf-dma.nl", "xn--caf-dma.nl"),
        ("http://ｋｗａａｄ。nl", "kwaad.nl"),
        ("http://kwa\u200bad.nl", "kwaad.nl"),
        ("http://kw%61ad.nl", "kwaad.nl"),
        ("http://localhost/x", "localhost"),
    ],
)
def test_a_host_is_compared_in_one_form(source: str, host: str) -> None:
    assert [link.host for link in find_links(source)] == [host]


def test_the_host_of_the_standard_codec_is_ours() -> None:
    for host in ("bücher.example", "παράδειγμα.example", "例え.example", "пример.example"):
        assert canonical_host(host) == host.encode("idna").decode()


def test_a_label_that_no_name_may_have_stays_readable() -> None:
    assert canonical_host("é" * 70 + ".nl") == "é" * 70 + ".nl"


def test_links_to_one_page_have_one_address() -> None:
    links = find_links("http://www.a.nl/x/ en https://A.nl/x, ook www.a.nl/x of a.nl/x/")

    assert [link.address for link in links] == ["a.nl/x"] * 4


@given(texts)
def test_links_follow_one_another_without_overlap(source: str) -> None:
    text = f"{source}http://a.nl{source}www.b.nl/{source}"
    links = find_links(text)

    places = [place for link in links for place in (link.start, link.end)]

    assert places == sorted(places)
    assert all(0 <= link.start < link.end <= len(text) and link.host for link in links)


@given(texts, st.sampled_from(["http://spam.example/x", "www.spam.example", "spam-site.com"]))
def test_a_link_between_spaces_is_found_whatever_stands_around_it(source: str, link: str) -> None:
    links = find_links(f"{source} {link} {source}")

    assert any(found.host in ("spam.example", "spam-site.com") for found in links)
