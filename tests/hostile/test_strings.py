"""Strings that broke other programs, in every field and every header that is read."""

import re
from urllib.parse import unquote

import pytest

from service.web.route import Route
from service.web.route_table import ROUTES
from tests.hostile.corpora import needs_corpora, texts
from tests.hostile.ground import EXAMPLE, ORIGIN, ROUTE_OF, SITE, Ground
from tests.hostile.shapes import text_fields
from tests.hostile.wire import Answer, Request

pytestmark = needs_corpora

NAUGHTY = texts("unicode/blns.jsonl")
SQL = texts("sql/pat_sqli_first400.jsonl", "sql/pat_nosqli.jsonl")
SPLITTING = [text for one in texts("crlf/pat_crlf.jsonl") for text in (one, unquote(one))]
POST_PATH = ROUTE_OF["post_comment"].path
HEADERS = ("Accept-Language", "Idempotency-Key", "Origin", "Referer", "X-Forwarded-For", "Cookie")
PLAIN_LINE = re.compile(r"[!-~]([ -~]{0,78}[!-~])?")
REACHING = {"site", "post", "post_title", "text", "name", "reason", "note"}
"""The fields that statements are made with; of the rest every eighth string must do."""

FIELDS = [
    pytest.param(route, name, id=f"{route.name}-{name}")
    for route in ROUTES
    for name in text_fields(route.body)
]


def posting(**changed: str) -> Request:
    return Request("POST", POST_PATH).saying_json({**EXAMPLE, **changed})


def form_posting(**changed: str) -> Request:
    form = Request("POST", POST_PATH).with_header("Accept", "text/html")
    return form.saying_form({**EXAMPLE, **changed})


def text_of(ground: Ground, answer: Answer) -> str:
    return str(ground.card(answer.json()["id"])["text"])


def strings_for(route: Route, name: str) -> list[str]:
    return SQL if name in REACHING and route.method == "POST" else SQL[::8]


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
    names = [text for text in NAUGHTY if PLAIN_LINE.fullmatch(text)]

    answers = [ground.send(posting(name=name)) for name in names]

    shown = [ground.card(answer.json()["id"])["author"]["name"] for answer in answers]
    assert shown == names


@pytest.mark.parametrize(("route", "name"), FIELDS)
def test_no_string_in_any_field_breaks_anything(ground: Ground, route: Route, name: str):
    # A comment of its own: a decision or an edit would make the shared one another.
    about = ground.post()
    body = ground.body(route, about) or {}
    schema = ground.schema()

    for text in strings_for(route, name):
        answer = ground.send(ground.valid(route, about).saying_json({**body, name: text}))
        assert answer.status < 500, (text, answer)

    assert ground.schema() == schema


@pytest.mark.parametrize("corpus", ["url/pat_open_redirect.jsonl", "path/pat_traversal.jsonl"])
def test_a_form_leads_nobody_to_another_site(ground: Ground, corpus: str):
    for post in texts(corpus):
        answer = ground.send(form_posting(site=SITE, post=post))

        location = answer.headers.get("Location")
        # A page that has a name and no address leads nowhere: its answer is a page of ours.
        assert answer.status == (303 if location else 200) or answer.status == 422, (post, answer)
        assert location is None or location.startswith(f"{ORIGIN}/"), post
        assert not re.search(r"[\x00-\x20\\]", location or ""), post


@pytest.mark.parametrize("name", [*EXAMPLE, "email", "website", "lang", "device"])
def test_no_field_splits_an_answer(ground: Ground, name: str):
    for text in SPLITTING:
        for request in (posting(**{name: text}), form_posting(**{name: text})):
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
