"""Strings that broke other databases, in every parameter and every path part: nothing is found
that should not be, nothing changes."""

from dataclasses import replace
from urllib.parse import quote

import pytest

from service.rules.text import holds, terms_of
from service.web.route import Route
from service.web.route_table import ROUTES
from tests.hostile.corpora import needs_corpora, texts
from tests.hostile.ground import ROUTE_OF, Ground
from tests.hostile.shapes import fields_of
from tests.hostile.wire import Request

pytestmark = needs_corpora

NAUGHTY = texts("unicode/blns.jsonl")
SQL = texts("sql/pat_sqli_first400.jsonl", "sql/pat_nosqli.jsonl")
PAGES = texts("url/pat_open_redirect.jsonl", "path/pat_traversal.jsonl", "crlf/pat_crlf.jsonl")
AS_IN_A_BROWSER = "/:@!$&'()*+,;=-._~%"

FILTERS = ("author", "rule", "thread")
PARAMETERS = [
    pytest.param(route, name, id=f"{route.name}-{name}")
    for route in ROUTES
    for name in fields_of(route.query)
    if name not in FILTERS and (name != "lang" or route.name == "list_comments")
]
FEW = (SQL + NAUGHTY)[::8]
"""Enough for what no statement is made with, because its shape is checked before."""

WITH_ID = [pytest.param(route, id=route.name) for route in ROUTES if "{id}" in route.path]


@pytest.mark.parametrize(("route", "name"), PARAMETERS)
def test_no_string_in_any_parameter_breaks_or_changes_anything(
    ground: Ground, route: Route, name: str
):
    rows, schema = ground.rows(), ground.schema()

    for text in SQL + FEW if name in ("site", "post", "q") else FEW:
        answer = ground.send(ground.valid(route).asking(**{name: text}))
        assert answer.status < 500, (text, answer)

    # A file that is sent in is kept, with whatever words beside it.
    assert ground.rows() == rows or route.upload
    assert ground.schema() == schema


@pytest.mark.parametrize("route", WITH_ID)
def test_no_string_in_a_path_breaks_or_changes_anything(ground: Ground, route: Route):
    rows, schema = ground.rows(), ground.schema()

    for text in FEW:
        path = route.path.replace("{id}", quote(text, safe=""))
        answer = ground.send(replace(ground.valid(route), path=path))
        # Reports are answered alike, whatever they are about.
        is_alike = route.name == "report_comment" and answer.status == 202
        assert is_alike or 400 <= answer.status < 500, (text, answer)

    assert ground.rows() == rows
    assert ground.schema() == schema


@pytest.mark.parametrize("name", FILTERS)
def test_sql_in_a_filter_finds_nothing(ground: Ground, name: str):
    everything = queue(ground)

    for text in SQL:
        answer = ground.send(everything.asking(**{name: text}))
        assert answer.status in (200, 400), (text, answer)
        assert not answer.json().get("items"), (text, answer)


def test_a_search_finds_exactly_the_texts_that_hold_the_words(ground: Ground):
    cards = ground.send(queue(ground)).json()["items"]
    wildcards = ["%", "_", "\\", "%stuk%", "M__i", "*", "stuk", "STUK", "stu*", "nergens"]
    syntax = [
        '"',
        "'",
        '"stuk',
        "NOT stuk",
        "stuk OR nergens",
        "words:stuk",
        "stuk:*",
        "^stuk",
        "(!",
    ]

    for text in wildcards + syntax + [text for text in SQL if 0 < len(text.strip()) <= 200]:
        found = ground.send(queue(ground).asking(q=text)).json()["items"]
        asked = terms_of(text)
        holding = [card["id"] for card in cards if asked and holds(terms_of(card["text"]), asked)]
        assert [card["id"] for card in found] == holding, text


def test_no_path_leads_out_of_the_service(ground: Ground):
    for text in PAGES:
        path = "/" + quote(text, safe=AS_IN_A_BROWSER).lstrip("/")
        answer = ground.send(Request("GET", path))
        assert answer.status in (400, 404), (text, answer)
        assert "Location" not in answer.headers
        assert "Set-Cookie" not in answer.headers


def queue(ground: Ground) -> Request:
    return Request("GET", ROUTE_OF["list_queue"].path).with_bearer(ground.admin)
