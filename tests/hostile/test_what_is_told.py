"""What every answer says and never says, for each route of the table: whose scripts may read it
(S-19), who may keep it (S-20), no cookie (S-18), nobody's address (S-16)."""

import hashlib
from collections.abc import Iterator

import pytest

from service.web.page_routes import PAGES
from service.web.pages.desk import DESK
from service.web.route import PUBLIC, Route
from service.web.route_table import ROUTES
from tests.hostile.crawling import PUBLIC_PAGES, asked
from tests.hostile.ground import ORIGIN, ROUTE_OF, SITE, Ground
from tests.hostile.wire import Answer, Request

EMAIL = "jan.de.geheime@adres.example"
POST = "/told"
STRANGERS = ("https://evil.example", "null", "*", f"{ORIGIN}.evil.example", "http://blog.example")
UNKEYED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Scheme": "http",
    "X-Forwarded-Port": "1",
    "X-Forwarded-For": "203.0.113.7",
    "Forwarded": "for=203.0.113.7;host=evil.example;proto=https",
    "X-Original-URL": "/evil",
    "X-Rewrite-URL": "/evil",
    "X-HTTP-Method-Override": "DELETE",
    "X-Host": "evil.example",
    "User-Agent": "<script>alert(1)</script>",
    "Referer": "https://evil.example/<script>",
    "Via": "1.1 evil.example",
}
OPEN = [route for route in ROUTES if route.method == "GET" and route.access == PUBLIC]
CLOSED = [route for route in ROUTES if route.access != PUBLIC]


def each(routes: list[Route]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("route", routes, ids=lambda route: route.name)


@each(list(ROUTES))
def test_scripts_of_strangers_read_no_answer_and_no_refusal(ground: Ground, route: Route):
    granted, refused = ground.valid(route), ground.valid(route).asking(nonsense="1")

    for request in (refused, refused.without_header("Authorization"), granted):
        if request is granted and route.method != "GET":
            continue  # it would use up what the next test is about
        for origin in STRANGERS:
            answer = ground.send(request.with_header("Origin", origin))
            assert "Access-Control-Allow-Origin" not in answer.headers, (origin, answer)
            assert "Access-Control-Allow-Credentials" not in answer.headers
            assert "Origin" in answer.headers["Vary"]
        own = ground.send(request.with_header("Origin", ORIGIN))
        allowed = own.headers.get_all("Access-Control-Allow-Origin", [])
        assert allowed == ([ORIGIN] if route.cors else []), own
        assert "Access-Control-Allow-Credentials" not in own.headers


FORMS = [route for route in (*PAGES, *DESK) if route.method == "POST"]


@each(FORMS)
def test_no_form_is_taken_from_a_strangers_page(ground: Ground, route: Route):
    made = ground.post()
    path = route.path.replace("{site}", SITE).replace("{link}", f"{made.id}.{made.token}")
    query = (("post", POST),) if "{site}" in route.path else ()
    form = Request("POST", path.replace("{id}", made.id), query)
    said = {"text": "Van een ander."} if "{site}" in route.path else {}
    said |= {"act": "withdraw"} if "{link}" in route.path else {}
    form = ground.people.signed_in(form.saying_form(said))
    rows = ground.rows()

    for origin in STRANGERS:
        answer = ground.send(form.without_header("X-CSRF-Token").with_header("Origin", origin))
        assert answer.status == 403, (origin, answer)

    assert ground.rows() == rows


@each(CLOSED)
def test_what_is_one_persons_is_kept_by_no_cache(ground: Ground, route: Route):
    refused = ground.valid(route).asking(nonsense="1")

    for request in (refused, refused.without_header("Authorization"), ground.valid(route)):
        if route.method == "GET" or request.query != ground.valid(route).query:
            answer = ground.send(request)
            assert "no-store" in answer.headers["Cache-Control"], answer


def test_no_page_of_the_desk_is_kept_by_a_cache(ground: Ground):
    for route in DESK:
        if route.method == "GET" and route.role is not None and "{id}" not in route.path:
            request = asked(ground, route.path)
            for sent in (request, request.without_header("Cookie")):
                if route.name != "desk_stream" or sent is not request:
                    assert "no-store" in ground.send(sent).headers["Cache-Control"], route.name


@each([route for route in OPEN if route.content_type != "text/event-stream"])
def test_headers_that_no_cache_looks_at_change_no_byte(ground: Ground, route: Route):
    # Nothing is known of it yet, so that a poisoned answer would be the one that is kept.
    request = ground.valid(route).asking(lang="en")
    poisoned = request
    for name, value in UNKEYED.items():
        poisoned = poisoned.with_header(name, value)

    first, plain = ground.send(poisoned), ground.send(request)

    assert (first.status, first.body) == (plain.status, plain.body)
    assert told(first) == told(plain)


def told(answer: Answer) -> list[tuple[str, str]]:
    return [(name, value) for name, value in answer.headers.items() if name != "Date"]


def answers_for_anybody(ground: Ground) -> Iterator[tuple[str, Answer]]:
    """All that somebody without a token gets to see of a page, and what it takes to write there."""
    posted = ground.send(ground.posting(post=POST, email=EMAIL, name="Jan", device="d" * 32))
    yield "post_comment", posted
    made = ground.approve(ground._seen(posted.json()["id"], posted.json()["token"]))
    for route in OPEN:
        request = ground.valid(route)
        if "post" in route.query.model_fields:
            request = request.asking(post=POST)
        yield route.name, ground.send(request)
    yield "site's feed", ground.send(Request("GET", ROUTE_OF["show_feed"].path).asking(site=SITE))
    for path in PUBLIC_PAGES:
        yield path, ground.send(Request("GET", path.format(site=SITE, post=POST)))
    for name in ("cast_vote", "report_comment", "preview_comment"):
        yield name, ground.send(ground.valid(ROUTE_OF[name], made))
    form = ground.posting(post=POST, email=EMAIL).with_header("Accept", "text/html")
    yield "the form", ground.send(form.saying_form({"site": SITE, "post": POST, "text": ""}))


def test_nobody_is_told_an_address_or_anything_made_of_it(ground: Ground):
    secrets = [EMAIL, EMAIL.partition("@")[0]]
    for kind in (hashlib.md5, hashlib.sha1, hashlib.sha256):
        secrets += [
            kind(text.encode()).hexdigest() for text in (EMAIL, "127.0.0.1", "127.0.0.0/24")
        ]

    found = list(answers_for_anybody(ground))

    assert len(found) > 20
    for name, answer in found:
        said = answer.body.decode() + str(answer.headers)
        assert not [secret for secret in secrets if secret in said], name


def test_no_visitor_is_given_a_cookie(ground: Ground):
    for name, answer in answers_for_anybody(ground):
        assert "Set-Cookie" not in answer.headers, name


def test_the_pages_that_are_looked_at_are_all_that_there_are():
    known = {path.partition("?")[0].replace("{site}", "{}") for path in PUBLIC_PAGES}
    pages = {route.path for route in PAGES if route.method == "GET" and "{link}" not in route.path}

    assert {path.replace("{site}", "{}") for path in pages} <= known | {"/embed/copy.js"}
