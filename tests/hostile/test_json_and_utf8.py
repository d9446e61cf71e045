"""What parsers of JSON and decoders of UTF-8 were tested with by others, sent as bodies."""

import json
from typing import Any

import pytest

from service.web.route_table import ROUTES
from tests.hostile.case import needs_fields, takes_fields
from tests.hostile.corpora import entries, needs_corpora, raw
from tests.hostile.ground import EXAMPLE, ROUTE_OF, Ground
from tests.hostile.wire import FORM, Answer, Request

pytestmark = needs_corpora

JSON_TESTS = entries("json/jsontestsuite.jsonl")
REFUSED = [entry for entry in JSON_TESTS if entry["expect"] == "reject"]
TAKEN = [entry for entry in JSON_TESTS if entry["expect"] == "accept"]
EITHER = [entry for entry in JSON_TESTS if entry["expect"] == "either"]
UTF8_TESTS = entries("utf8/utf8tests.jsonl")
VALID = [entry for entry in UTF8_TESTS if entry["valid"]]
INVALID = [entry for entry in UTF8_TESTS if not entry["valid"]]
POST = Request("POST", ROUTE_OF["post_comment"].path)
HERE = json.dumps("HERE").encode()


def each(name: str, entries_of_it: list[dict[str, Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(name, entries_of_it, ids=lambda entry: entry["id"])


def with_text(value: bytes) -> Request:
    """A post with these bytes where the text's JSON value stands."""
    body = json.dumps({**EXAMPLE, "text": "HERE"}).encode()
    return POST.saying(body.replace(HERE, value))


def text_given_back(ground: Ground, answer: Answer) -> str:
    """The text of a comment just posted, as its author gets it."""
    made = answer.json()
    request = Request("GET", f"{POST.path}/{made['id']}").with_bearer(made["token"])
    return str(ground.send(request).json()["text"])


@each("entry", REFUSED)
def test_what_is_no_json_is_refused_by_every_route_and_not_kept(
    ground: Ground, entry: dict[str, Any]
):
    before = ground.rows()

    answers = [
        ground.send(ground.valid(route).saying(raw(entry)))
        for route in ROUTES
        if takes_fields(route)
    ]

    assert {answer.status for answer in answers} <= {400, 413}
    assert ground.rows() == before


@each("entry", REFUSED)
def test_what_is_no_json_is_refused_as_a_text_and_not_kept(ground: Ground, entry: dict[str, Any]):
    before = ground.rows()

    answer = ground.send(with_text(raw(entry)))

    assert answer.status in (400, 413)
    assert ground.rows() == before


@each("entry", TAKEN + EITHER)
def test_json_that_is_no_comment_is_refused_by_every_route_and_not_kept(
    ground: Ground, entry: dict[str, Any]
):
    before = ground.rows()

    answers = [
        ground.send(ground.valid(route).saying(raw(entry)))
        for route in ROUTES
        if needs_fields(route)
    ]

    assert {answer.status for answer in answers} <= {400, 422}
    assert ground.rows() == before


@each("entry", TAKEN)
def test_a_json_text_comes_back_equal_and_any_other_value_is_refused(
    ground: Ground, entry: dict[str, Any]
):
    value = json.loads(raw(entry))

    answer = ground.send(with_text(raw(entry)))

    if isinstance(value, str) and value.strip() and "\0" not in value:
        assert answer.status in (201, 202)
        assert text_given_back(ground, answer) == value
    else:
        assert answer.status in (400, 422)


@each("entry", EITHER)
def test_doubtful_json_is_taken_unchanged_or_refused(ground: Ground, entry: dict[str, Any]):
    answer = ground.send(with_text(raw(entry)))

    if answer.status in (201, 202):
        assert text_given_back(ground, answer) == json.loads(raw(entry))
    else:
        assert answer.status in (400, 422)


@each("entry", INVALID)
def test_bytes_that_are_no_utf8_are_refused_and_not_kept(ground: Ground, entry: dict[str, Any]):
    before = ground.rows()
    bad = raw(entry)
    form = b"site=blog&post=/a&text=" + b"".join(b"%%%02X" % byte for byte in bad)

    answers = [
        ground.send(POST.saying(bad)),
        ground.send(with_text(b'"tekst ' + bad + b'"')),
        ground.send(POST.saying(form, FORM)),
    ]

    assert {answer.status for answer in answers} == {400}
    assert {answer.json()["code"] for answer in answers} == {"bad_utf8"}
    assert ground.rows() == before


@each("entry", VALID)
def test_every_character_comes_back_as_it_was_sent(ground: Ground, entry: dict[str, Any]):
    text = f"tekst {raw(entry).decode()} einde"
    form = POST.saying_form({"site": "blog", "post": "/a", "text": text})

    answers = [ground.send(POST.saying_json({**EXAMPLE, "text": text})), ground.send(form)]

    if "\0" in text:
        assert {answer.json()["code"] for answer in answers} == {"control_character"}
    else:
        assert [text_given_back(ground, answer) for answer in answers] == [text, text]


@each("entry", VALID)
def test_a_character_alone_is_no_comment(ground: Ground, entry: dict[str, Any]):
    answer = ground.send(POST.saying(raw(entry)))

    assert answer.status == 400
    assert answer.json()["code"] in ("malformed_json", "wrong_type")
