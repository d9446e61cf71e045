"""Attacks that are well formed, and ask for what is not there or not allowed any more."""

from collections.abc import Iterator
from typing import Any

from service.web.route import Route
from service.web.uploading import RAW
from tests.hostile.case import Attack
from tests.hostile.doors import MALFORMED_IDS, UNKNOWN_ID
from tests.hostile.ground import Ground, Made
from tests.hostile.wire import FORM


def unknown_sites(route: Route, ground: Ground) -> Iterator[Attack]:
    for site in ("nowhere", "", "BLOG", "blog ", "' OR '1'='1", "x" * 10_000):
        yield _saying(route, ground, "site", site=site)


def foreign_pages(route: Route, ground: Ground) -> Iterator[Attack]:
    for post in ("https://evil.example/", "//evil.example/a", "https://other.example/"):
        yield _saying(route, ground, "post", post=post)


def no_pages(route: Route, ground: Ground) -> Iterator[Attack]:
    for post in ("", "javascript:alert(1)", "https://x@blog.example/", "/a\\b", "null", "/a\nb"):
        yield _saying(route, ground, "post", post=post)


def closed_threads(route: Route, ground: Ground) -> Iterator[Attack]:
    for post in ("/closed", "https://www.blog.example/closed/?utm_source=x#c"):
        yield _saying(route, ground, "post", post=post)
    yield _saying(route, ground, "post", post="/closed", parent=ground.closed.id)


def unknown_parents(route: Route, ground: Ground) -> Iterator[Attack]:
    known = (ground.waiting.id, ground.closed.id, ground.approved.decision)
    for parent in (UNKNOWN_ID, *known, *MALFORMED_IDS):
        yield _saying(route, ground, "parent", parent=parent)


def blank_texts(route: Route, ground: Ground) -> Iterator[Attack]:
    for text in ("", " ", "\n\t ", "\u200b\u2060\ufeff", "\u3000"):
        yield _saying(route, ground, "text", text=text)


def long_lines(route: Route, ground: Ground) -> Iterator[Attack]:
    limits = {"name": 80, "email": 254, "website": 500, "post_title": 300, "reason": 200}
    for name, limit in limits.items():
        if route.body is not None and name in route.body.model_fields:
            yield _saying(route, ground, name, **{name: "x" * (limit + 1)})


def long_texts(route: Route, ground: Ground) -> Iterator[Attack]:
    for name in ("text", "note"):
        if route.body is not None and name in route.body.model_fields:
            for text in ("x" * 20_001, "\U0010ffff" * 10_001, "\ufdfa" * 12_000):
                yield _saying(route, ground, name, **{name: text})


def control_characters(route: Route, ground: Ground) -> Iterator[Attack]:
    for name in ("name", "email", "website", "post_title", "reason"):
        if route.body is not None and name in route.body.model_fields:
            for sign in "\x01\x1b\x7f\x85\u2028\r\n":
                yield _saying(route, ground, name, **{name: f"a{sign}Set-Cookie: b"})


def examples(route: Route, ground: Ground) -> Iterator[Attack]:
    """What would be granted, were it about another comment."""
    yield Attack(ground.valid(route))


def filled_traps(route: Route, ground: Ground) -> Iterator[Attack]:
    yield _saying(route, ground, "subject", subject="Cheap pills")


def bad_idempotency_keys(route: Route, ground: Ground) -> Iterator[Attack]:
    for key in ("", "a b", "x" * 201, "\xe9", "a\tb"):
        request = ground.valid(route).with_header("Idempotency-Key", key)
        yield Attack(request, "Idempotency-Key")


def stale_versions(route: Route, ground: Ground) -> Iterator[Attack]:
    seen = ground.usual(route).version
    for version in (0, seen - 1, seen + 1, 2**31 - 1):
        yield _saying(route, ground, "version", version=version)


def older_decisions(route: Route, ground: Ground) -> Iterator[Attack]:
    first = ground.first_decision(ground.approved)
    yield Attack(ground.valid(route, Made(ground.approved.id, "", 0, first)))


def decisions_of_the_rules(route: Route, ground: Ground) -> Iterator[Attack]:
    yield Attack(ground.valid(route, ground.waiting))


def _saying(route: Route, ground: Ground, field: str | None, **changed: Any) -> Attack:
    body = {**(ground.body(route) or {}), **changed}
    return Attack(ground.valid(route).saying_json(body), field)


NO_EXPORT = ("import_unknown_format", "import_unreadable", "import_unsafe_path")


def empty_files(route: Route, ground: Ground) -> Iterator[Attack]:
    for nothing in (b"", b" \r\n"):
        yield Attack(ground.valid(route).saying(nothing, RAW), "file")


def files_that_are_no_exports(route: Route, ground: Ground) -> Iterator[Attack]:
    for other in (b"Beste lezer", b"\0" * 100_000, b"PK\3\4 broken", b"<?xml version='1.0'?><x/>"):
        yield Attack(ground.valid(route).saying(other, RAW), "file")
    for name in ("../../etc/passwd", "a\\..\\b.xml", "\u202ecod.exe", ";rm -rf", "x" * 900):
        yield Attack(ground.valid(route).asking(name=name).saying(b"Beste lezer", RAW), "file")


def what_is_no_file(route: Route, ground: Ground) -> Iterator[Attack]:
    for media in ("application/json", "multipart/form-data; boundary=x", "text/xml", FORM):
        yield Attack(ground.valid(route).saying(b"x", media))
