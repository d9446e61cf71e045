"""Addresses from elsewhere become the pages of the site, or are held with a proposal."""

import pytest

from service.domain.import_problem import Reason
from service.domain.site import Site
from service.transfer.pages import page_of, proposed
from service.transfer.workbench import Workbench
from tests.transfer.engine import NOW, comment, thread

SITE = Site(1, "x", "X", "nl", ("https://x.nl",), ("www.x.nl", "naam.blogspot.com"), b"s" * 32)
ONE_PAGE = [
    "http://www.x.nl/2013/02/a.html",
    "https://x.nl/2013/02/a.html?m=1",
    "https://x.nl/2013/02/a.html?showComment=1322429672972#c58",
    "https://naam.blogspot.com/2013/02/a.html",
    "https://naam.blogspot.nl/2013/02/a.html",
    "https://naam.blogspot.be/2013/02/a.html",
    "https://naam.blogspot.co.uk/2013/02/a.html",
    "https://x.nl/2013/02//a.html",
    "https://x.nl/2013/02/a%2Ehtml",
    "https://x.nl/2013/02/a.html?fbclid=1",
    "https://elders.example/2013/02/a.html",
]
APART = ["/?p=1", "/?p=2", "/a.html", "/a", "/A", "/x%2Fy", "/x/y", "https://ander.blogspot.com/a"]


def linked(addresses: list[str]) -> tuple[list[str], dict]:
    """The keys of the pages, and the report."""
    records = [
        record
        for number, address in enumerate(addresses)
        for record in (
            thread(str(number), address, title="T"),
            comment(str(number), str(number)),
        )
    ]
    with Workbench(SITE, hosts=("elders.example",)) as bench:
        assert list(bench.take(records, NOW)) == []
        bench.link()
        return [page.key for page in bench.pages(0, 99)], bench.report()


def test_every_form_of_an_address_is_one_page() -> None:
    keys, report = linked(ONE_PAGE)

    assert keys == ["/2013/02/a.html"]
    assert report["reasons"]["thread-url-variant-merged"]["count"] == len(ONE_PAGE) - 1


def test_what_may_be_two_pages_stays_two_and_is_told() -> None:
    keys, report = linked(APART)

    assert len(keys) == len(APART)
    assert {*report["reasons"]} == {"case-only-variant", "thread-foreign-host"}
    assert report["reasons"]["case-only-variant"]["samples"][0]["excerpt"] == "/A / /a"


def test_equal_addresses_with_other_titles_stay_apart_until_somebody_looks() -> None:
    records = [
        thread("1", "/a", title="Kippen"),
        thread("2", "/a/", title="Het weer"),
        comment("1", "1"),
        comment("2", "2"),
    ]
    with Workbench(SITE) as bench:
        assert list(bench.take(records, NOW)) == []
        bench.link()

        assert [page.key for page in bench.pages(0, 9)] == ["/a", "held:/a 2"]
        assert bench.report()["reasons"]["possible-false-merge"]["count"] == 1


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://webcache.googleusercontent.com/search?q=cache:abc:x.nl/a+b", "http://x.nl/a"),
        ("http://webcache.googleusercontent.com/search?q=cache:http://x.nl/a", "http://x.nl/a"),
        ("https://translate.google.com/translate?hl=nl&u=http://x.nl/a", "http://x.nl/a"),
        ("https://www-x-nl.translate.goog/a?_x_tr=1", "https://www.x.nl/a"),
        ("https://my--blog-nl.translate.goog/a", "https://my-blog.nl/a"),
        ("https://web.archive.org/web/20150101000000/http://x.nl/a", "http://x.nl/a"),
        ("http://webcache.googleusercontent.com/search?q=cache:+", None),
        ("http://localhost:8000/a", None),
        ("http://[::1/a", None),
    ],
)
def test_a_page_seen_through_another_is_proposed(address: str, shown: str | None) -> None:
    assert proposed(address) == shown


def test_what_is_held_says_why_and_which_page_it_may_be() -> None:
    cached = page_of(SITE, "https://web.archive.org/web/2015/http://www.x.nl/a/", (), "n")
    nowhere = page_of(SITE, None, (), "test:x:1")

    assert cached.key == "held:web.archive.org/web/2015/http:/www.x.nl/a"
    assert (cached.reason, cached.proposal) == (Reason.THREAD_FOREIGN_HOST, "/a")
    assert (nowhere.key, nowhere.reason) == ("held:test:x:1", Reason.THREAD_NO_URL)
    assert page_of(SITE, "ftp://x.nl/a", (), "n").reason is Reason.THREAD_NO_URL
    assert page_of(SITE, "http://[::1/a", (), "n").key.startswith("held:")
    assert page_of(SITE, "held:x", (), "n").key == "held:x"
