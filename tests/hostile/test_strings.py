"""Strings that broke other programs, in every field, parameter, path part and header."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote, unquote

import pytest

from service.web.route import Route
from service.web.route_table import ROUTES
from tests.hostile.corpora import needs_corpora, texts
from tests.hostile.ground import EXAMPLE, ORIGIN, ROUTE_OF, SITE, Ground
from tests.hostile.shapes import fields_of, text_fields
from tests.hostile.wire import Answer, Request

pytestmark = needs_corpora

NAUGHTY = texts("unicode/blns.jsonl")
SQL = texts("sql/pat_sqli_first400.jsonl", "sql/pat_nosqli.jsonl")
PAGES = texts("url/pat_open_redirect.jsonl", "path/pat_traversal.jsonl")
SPLITTING = [text for one in texts("crlf/pat_crlf.jsonl") for text in (one, unquote(one))]
POST_PATH = ROUTE_OF["post_comment"].path
HEADERS = ("Accept-Language", "Idempotency-Key", "Origin", "Referer", "X-Forwarded-For", "Cookie")
SAFE = "/:@!$&'()*+,;=-._~%"
PLAIN_LINE = re.compile(r"[!-~]([ -~]{0,78}[!-~])?")

REACHING = {"site", "post", "post_title", "text", "name", "reason", "note", "rule", "q", "author"}
"""What statements are made with; of the rest every eighth string must do."""

FIELDS = [
    pytest.param(route, name, id=f"{route.name}-{name}")
    for route in ROUTES
    for name in text_fields(route.body)
]
PARAMETERS = [
    pytest.param(route, name, id=f"{route.name}-{name}")
    for route in ROUTES
    for name in fields_of(route.query)
    if name != "lang" or route.name == "list_comments"
]
WITH_ID = [pytest.param(route, id=route.name) for route in ROUTES if "{id}" in route.path]


def strings_for(name: str) -> list[str]:
    return SQL if name in REACHING else SQL[::8]


def posting(**changed: str) -> Request:
    return Request("POST", POST_PATH).saying_json({**EXAMPLE, **changed})


def text_of(ground: Ground, answer: Answer) -> str:
    return str(ground.card(answer.json()["id"])["text"])


@pytest.fixture
def same_schema(ground: Ground) -> Iterator[None]:
    """Nothing that a test sends makes, changes or drops a table."""
    before = ground.schema()
    yield
    assert ground.schema() == before


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_a_naughty_text_comes_back_equal_or_is_refused(ground: Ground, text: str):
    answer = ground.send(posting(text=text))

    if answer.status == 422:
        assert answer.json()["code"] in ("empty", "control_character")
    else:
        assert answer.status in (201, 202)
        assert text_of(ground, answer) == text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("text", SQL, ids=range(len(SQL)))
def test_sql_in_a_text_is_nothing_but_text(ground: Ground, text: str):
    answer = ground.send(posting(text=text))

    assert answer.status in (201, 202)
    assert text_of(ground, answer) == text


def test_a_plain_name_comes_back_equal_whatever_it_says(ground: Ground):
    names = [text for text in NAUGHTY + SQL if PLAIN_LINE.fullmatch(text)]

    answers = [ground.send(posting(name=name)) for name in names]

    shown = [ground.card(answer.json()["id"])["author"]["name"] for answer in answers]
    assert shown == names


@pytest.mark.usefixtures("same_schema")
@pytest.mark.parametrize(("route", "name"), FIELDS)
def test_no_string_in_any_field_breaks_anything(ground: Ground, route: Route, name: str):
    # One comment of its own: a decision or an edit would make the shared one another.
    about = ground.post()
    body = ground.body(route, about) or {}

    for text in strings_for(name):
        answer = ground.send(ground.valid(route, about).saying_json({**body, name: text}))
        assert answer.status < 500, (text, answer)


@pytest.mark.usefixtures("same_schema")
@pytest.mark.parametrize(("route", "name"), PARAMETERS)
def test_no_string_in_any_parameter_breaks_or_changes_anything(
    ground: Ground, route: Route, name: str
):
    before = ground.rows()

    for text in strings_for(name):
        answer = ground.send(ground.valid(route).asking(**{name: text}))
        assert answer.status < 500, (text, answer)

    assert ground.rows() == before


@pytest.mark.parametrize("name", ["author", "rule", "thread"])
def test_sql_in_a_filter_finds_nothing(ground: Ground, name: str):
    path = ROUTE_OF["list_queue"].path
    request = Request("GET", path).with_bearer(ground.admin)
    known = {card["author"]["name"] for card in ground.send(request).json()["items"]}

    for text in SQL:
        answer = ground.send(request.asking(**{name: text}))
        if answer.status == 200 and text.strip() not in known:
            found = [card["author"]["name"] for card in answer.json()["items"]]
            assert all(author.strip() == text.strip() for author in found), text


@pytest.mark.usefixtures("same_schema")
@pytest.mark.parametrize("route", WITH_ID)
def test_no_string_in_a_path_breaks_or_changes_anything(ground: Ground, route: Route):
    before = ground.rows()

    for text in SQL:
        path = route.path.replace("{id}", quote(text, safe=""))
        answer = ground.send(replace(ground.valid(route), path=path))
        assert 400 <= answer.status < 500, (text, answer)

    assert ground.rows() == before


def test_no_path_leads_out_of_the_service(ground: Ground):
    for text in PAGES + SPLITTING:
        path = "/" + quote(text, safe=SAFE).lstrip("/")
        answer = ground.send(Request("GET", path))
        assert answer.status in (400, 404), (text, answer)
        assert "Location" not in answer.headers
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("post", PAGES, ids=range(len(PAGES)))
def test_a_form_leads_nobody_to_another_site(ground: Ground, post: str):
    form = Request("POST", POST_PATH).with_header("Accept", "text/html")

    answer = ground.send(form.saying_form({"site": SITE, "post": post, "text": "Mooi stuk."}))

    assert answer.status in (303, 422), answer
    if answer.status == 303:
        assert answer.headers["Location"].startswith(f"{ORIGIN}/")
        assert not re.search(r"[\x00-\x20\\]", answer.headers["Location"])
    else:
        assert "Location" not in answer.headers


@pytest.mark.parametrize("name", [*EXAMPLE, "email", "website", "lang", "device"])
def test_no_field_splits_an_answer(ground: Ground, name: str):
    for text in SPLITTING:
        form = Request("POST", POST_PATH).with_header("Accept", "text/html")
        fields = {**EXAMPLE, name: text}
        for request in (posting(**{name: text}), form.saying_form(fields)):
            answer = ground.send(request)
            assert answer.status < 500, (text, answer)
            assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_splits_an_answer(ground: Ground, name: str):
    for text in SPLITTING:
        line = re.sub(r"[\r\n]+", " ", text)
        for method, path in (("GET", "/docs"), ("OPTIONS", POST_PATH), ("GET", "/nowhere")):
            answer = ground.send(Request(method, path).with_header(name, line))
            assert answer.status < 500, (text, answer)
            assert "Set-Cookie" not in answer.headers
            assert "crlf" not in str(answer.headers)
