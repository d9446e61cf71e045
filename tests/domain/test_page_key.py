"""Page identity: the rule and the acceptance table for URLs of one page."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.domain.errors import Invalid
from service.domain.page_key import KEY_MAX, canonical_host, page_address, same_host
from service.domain.site import Site

SHARED = Path(os.environ.get("REACTIE_SHARED", Path(__file__).parents[2].parent / "shared"))

BLOG = Site(
    id=1,
    slug="blog",
    name="Blog",
    language="nl",
    origins=("https://www.x.nl", "http://localhost:8080"),
    hosts=("www.x.nl", "naam.blogspot.com", "localhost", "bücher.example", "straße.example", "::1"),
    secret=b"s" * 32,
    parameters=("artikel", "m"),
)


def key(post: str, site: Site = BLOG) -> str:
    return page_address(site, post).key


ONE_PAGE = [
    "http://www.x.nl/2013/02/a.html",
    "https://x.nl/2013/02/a.html?m=1",
    "https://x.nl/2013/02/a.html?showComment=1322429672972#c58",
    "https://naam.blogspot.com/2013/02/a.html",
    "https://naam.blogspot.nl/2013/02/a.html",
    "https://naam.blogspot.be/2013/02/a.html",
    "https://naam.blogspot.co.uk/2013/02/a.html",
    "http://naam.blogspot.com.br/2013/02/a.html",
    "https://x.nl/2013/02//a.html",
    "https://x.nl//2013/02/a.html",
    "https://x.nl/2013/02/a%2Ehtml",
    "https://x.nl/2013/02/a.html?fbclid=1",
    "https://X.NL:443/2013/02/./b/../a.html/",
    "http://x.nl.:80/2013/02/a.html;jsessionid=00AF?utm_source=x&ref=y",
    "//www.x.nl/2013/02/a.html",
    "/2013/02/a.html#reacties",
    "  /2013/%30%32/a.html\n",
]


@pytest.mark.parametrize("post", ONE_PAGE)
def test_every_way_to_link_to_a_page_gives_one_key(post: str) -> None:
    assert key(post) == "/2013/02/a.html"


APART = [
    ("/?p=1", "/?p=2"),
    ("/?p=1", "/"),
    ("/a.html", "/a"),
    ("/A", "/a"),
    ("/a%2Fb", "/a/b"),
    ("/a%3Fp=1", "/a?p=1"),
    ("/?artikel=1", "/?artikel=2"),
    ("/a%3C%CC%A7", "/a%C3%87"),
    ("a", "/a"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_could_be_two_pages_stays_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        ("https://x.nl", "/"),
        ("/index.html", "/"),
        ("/blog/index.htm", "/blog"),
        ("/blog/index.php?p=7", "/blog?p=7"),
        ("/Default.aspx", "/"),
        ("/a/default.asp", "/a"),
        ("/?page_id=2&p=1&attachment_id=3", "/?attachment_id=3&p=1&page_id=2"),
        ("/?p=", "/"),
        ("/../../a", "/a"),
        ("/caf%c3%a9", "/caf%C3%A9"),
        ("/cafe\u0301", "/caf%C3%A9"),
        ("/cafe%CC%81", "/caf%C3%A9"),
        ("/%ff%2f", "/%FF%2F"),
        ("/100%", "/100%25"),
        ("/a b", "/a%20b"),
        ("/?artikel=a+b&utm_artikel=2", "/?artikel=a+b"),
    ],
)
def test_the_key_is_the_path_with_the_parameters_that_choose_a_page(
    post: str, expected: str
) -> None:
    assert key(post) == expected


def test_a_parameter_that_is_always_dropped_cannot_be_allowed() -> None:
    assert key("/a?m=1") == key("/a")


@pytest.mark.parametrize(
    "host", ["BÜCHER.example", "xn--bcher-kva.example", "xn--strae-oqa.example", "straße。example"]
)
def test_a_host_is_known_in_each_of_its_spellings(host: str) -> None:
    assert key(f"https://{host}/a") == "/a"


@pytest.mark.parametrize(
    ("post", "url"),
    [
        ("/2013/a.html?utm_x=1&p=2#c", "https://www.x.nl/2013/a.html?p=2"),
        ("http://x.nl/a/index.html?fbclid=1", "http://x.nl/a/index.html"),
        ("http://localhost:8080/demo", "http://localhost:8080/demo"),
        ("http://[::1]:8080/demo", "http://[::1]:8080/demo"),
        ("//x.nl/a", "https://x.nl/a"),
        ("https://naam.blogspot.nl/a", "https://naam.blogspot.com/a"),
        ("https://x.nl:/a", "https://x.nl/a"),
        ("/a;jsessionid=1", "https://www.x.nl/a"),
        ("mijn-artikel", None),
    ],
)
def test_people_are_led_to_the_page_without_what_tracks_them(post: str, url: str | None) -> None:
    assert page_address(BLOG, post).url == url


def test_a_path_on_a_site_without_origin_is_linked_on_its_first_host() -> None:
    site = Site(1, "b", "B", "nl", (), ("b.example",), b"s")

    assert page_address(site, "/a").url == "https://b.example/a"


def test_a_path_on_a_site_without_any_address_has_no_link() -> None:
    site = Site(1, "b", "B", "nl", (), (), b"s")

    assert page_address(site, "/a").url is None


@pytest.mark.parametrize("name", ["mijn-artikel", "198 http://x.nl/?p=198", "a/b.html", "Ünï 1"])
def test_a_page_may_name_itself(name: str) -> None:
    assert key(f" {name} ") == name


def test_a_host_of_somebody_else_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        key("https://evil.example/a")

    assert (refused.value.code, refused.value.field) == ("foreign_page", "post")


@pytest.mark.parametrize(
    "post",
    [
        "https://x.nl.evil.example/",
        "https://evil.example/x.nl",
        "https://x.nl%2f.evil.example/",
        "https://naam.blogspot.evil/",
        "https://ander.blogspot.com/",
        "https://" + "a" * 300 + "/",
        "//evil.example/a",
    ],
)
def test_a_host_that_only_looks_like_ours_is_refused(post: str) -> None:
    with pytest.raises(Invalid, match="foreign_page"):
        key(post)


@pytest.mark.parametrize(
    "post",
    [
        "",
        "  ",
        "null",
        "NULL",
        "undefined",
        "Undefined ",
        "javascript:alert(1)",
        "ftp://x.nl/a",
        "data:text/html,x",
        "https:x.nl/a",
        "https:///x.nl",
        "https://x.nl@evil.example/",
        "https://evil.example\\@x.nl/",
        "https://x.nl\\evil",
        "/\\evil.example",
        "/a\\b",
        "https://x.nl:99999/",
        "https://[::1/",
        "/a\nb",
        "/a\x00",
        "naam\x07",
        "\ud800",
        "n" * 513,
        "/" + "a" * 2_000,
        "/" + "é" * 400,
        "/" + "a/../" * 500,
        "/" + "a" * 5_000,
    ],
)
def test_what_cannot_be_a_page_is_refused(post: str) -> None:
    with pytest.raises(Invalid) as refused:
        key(post)

    assert (refused.value.code, refused.value.field) == ("bad_page", "post")


SIGNS = (
    r"/ . .. %2E %2F %5c %C3 %A9 é e %3C %3D C ; jsessionid= index.html ? & p=1 p= + % %25 4 1 #"
)
ODD = ["\u0301", "\u0327", "\u0338", "\u037e", "\u212a", "default.asp", "artikel=%ff", "%00"]
PIECES = st.lists(st.sampled_from([*SIGNS.split(), *ODD])).map("".join)
ADDRESSES = st.one_of(
    st.text(), PIECES.map("/{}".format), PIECES.map("https://x.nl/{}".format), PIECES
)


@given(ADDRESSES)
@example("/%%341")
@example("/index.html/index.html")
@example("/%3C\u0327")
@example("/;jsessionid=1/;jsessionid=2//")
def test_the_key_of_a_key_is_the_key(post: str) -> None:
    try:
        found = page_address(BLOG, post)
    except Invalid:
        return

    assert key(found.key) == found.key
    assert found.url is None or key(found.url) == found.key
    assert len(found.key) <= KEY_MAX


def answer(post: str) -> tuple[str | None, str | None]:
    """The link made of it, or the code of the refusal."""
    try:
        return page_address(BLOG, post).url, None
    except Invalid as refused:
        return None, refused.code


OWN = ("https://www.x.nl/", "https://x.nl/", "http://x.nl/", "http://localhost/")


@pytest.mark.parametrize(
    "name", ["url/pat_open_redirect", "path/pat_traversal", "crlf/pat_crlf", "unicode/blns"]
)
def test_no_attack_gets_another_answer_than_a_refusal_or_a_link_to_the_site(name: str) -> None:
    file = SHARED / "data" / "attacks" / f"{name}.jsonl"
    if not file.exists():
        pytest.skip(f"no {file}: set REACTIE_SHARED to the folder with the attack data")

    for line in file.read_text(encoding="utf-8").splitlines():
        url, refusal = answer(json.loads(line)["payload"])

        assert refusal in (None, "bad_page", "foreign_page")
        assert url is None or url.startswith(OWN)
        assert url is None or not set(url) & set('\\ \r\n\t<>"')


def test_hosts_are_compared_without_www_case_and_final_dot() -> None:
    assert same_host("WWW.Blog.Example.", ["blog.example"])
    assert not same_host("blog.example.org", ["blog.example"])
    assert canonical_host("www.Naam.Blogspot.CO.UK") == "naam.blogspot.com"
