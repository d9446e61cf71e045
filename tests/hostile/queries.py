"""Attacks by the query."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace

from service.web.cursors import make_cursor
from service.web.route import Route
from tests.hostile.case import Attack
from tests.hostile.ground import Ground
from tests.hostile.shapes import choice_fields, fields_of, is_list, number_fields, required_fields

NUMBERS_OUT_OF_RANGE = ("0", "-1", "100000", str(2**63), "9" * 400)
NO_MOMENTS = ("-1", str(2**63), "9" * 400)
NO_NUMBERS = ("", "x", "1.5", "1e3", "0x10", "½", "NaN", "1;2", "1 OR 1=1")


def unknown(route: Route, ground: Ground) -> Iterator[Attack]:
    for name in ("nonsense", "Site", "site[]", "__proto__", ""):
        yield Attack(ground.valid(route).asking_also((name, "1")), name)


def repeated(route: Route, ground: Ground) -> Iterator[Attack]:
    for name, schema in fields_of(route.query).items():
        if not is_list(schema):
            request = ground.valid(route)
            kept = [pair for pair in request.query if pair[0] != name]
            twice = (*kept, (name, "nl"), (name, "en"))
            yield Attack(replace(request, query=twice), name)


def missing(route: Route, ground: Ground) -> Iterator[Attack]:
    for name in required_fields(route.query):
        request = ground.valid(route)
        kept = tuple(pair for pair in request.query if pair[0] != name)
        yield Attack(replace(request, query=kept), name)


def broken_escapes(route: Route, ground: Ground) -> Iterator[Attack]:
    for broken in ("lang=%", "lang=%4", "lang=%zz", "%=x", "&".join("a" * 1_100)):
        yield Attack(replace(ground.valid(route), raw_query=broken))


def bad_utf8(route: Route, ground: Ground) -> Iterator[Attack]:
    for name in fields_of(route.query):
        for bad in ("%FF", "%C0%AF", "%ED%A0%80", "a%E2%82"):
            yield Attack(replace(ground.valid(route), raw_query=f"{name}={bad}"))


def nul(route: Route, ground: Ground) -> Iterator[Attack]:
    for name in fields_of(route.query):
        if name not in {*number_fields(route.query), *choice_fields(route.query)}:
            yield Attack(ground.valid(route).asking(**{name: "a\0b"}), name)


def no_numbers(route: Route, ground: Ground) -> Iterator[Attack]:
    for name in number_fields(route.query):
        for value in NO_NUMBERS:
            yield Attack(ground.valid(route).asking(**{name: value}), name)


def numbers_out_of_range(route: Route, ground: Ground) -> Iterator[Attack]:
    for name in number_fields(route.query):
        for value in NUMBERS_OUT_OF_RANGE if name == "limit" else NO_MOMENTS:
            yield Attack(ground.valid(route).asking(**{name: value}), name)


def unknown_choices(route: Route, ground: Ground) -> Iterator[Attack]:
    for name in choice_fields(route.query):
        for value in ("", "x", "PENDING", "oldest ", "' OR 1=1"):
            yield Attack(ground.valid(route).asking(**{name: value}), name)


def bad_cursors(route: Route, ground: Ground) -> Iterator[Attack]:
    strangers = (make_cursor("nonsense", 1), make_cursor("log", 1, 2, 3), make_cursor("oldest"))
    packed = ("oldest:1;DROP TABLE comments", f"oldest:{10**19}:1", "oldest:1:1\n", "newest:٣:٣")
    made = tuple(urlsafe_b64encode(text.encode()).decode() for text in packed)
    for cursor in ("", "x", "====", "b2xkZXN0", "é", "a" * 5_000, *strangers, *made):
        yield Attack(ground.valid(route).asking(cursor=cursor), "cursor")


def unknown_site(route: Route, ground: Ground) -> Iterator[Attack]:
    for site in ("nowhere", "", "BLOG", "blog ", "blog%", "%", "' OR '1'='1"):
        yield Attack(ground.valid(route).asking(site=site), "site")


def foreign_page(route: Route, ground: Ground) -> Iterator[Attack]:
    for post in ("https://evil.example/", "//evil.example/a", "https://blog.example.evil.example/"):
        yield Attack(ground.valid(route).asking(post=post), "post")


def no_page(route: Route, ground: Ground) -> Iterator[Attack]:
    for post in ("", "javascript:alert(1)", "https://x@blog.example/", "/a\nb", "/" + "x" * 3_000):
        yield Attack(ground.valid(route).asking(post=post), "post")
