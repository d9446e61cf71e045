"""Attacks by the body."""

import gzip
import json
from collections.abc import Iterator
from typing import Any

from service.web.bodies import MAX_BYTES
from service.web.route import Route
from tests.hostile.case import Attack
from tests.hostile.ground import Ground
from tests.hostile.shapes import (
    choice_fields,
    fields_of,
    number_fields,
    required_fields,
    takes_boolean,
    takes_list,
    takes_null,
    takes_object,
    text_fields,
)
from tests.hostile.wire import FORM

MEGABYTE = 1_000_000
NEVER_SETTABLE = (
    "status",
    "id",
    "created_at",
    "version",
    "site_id",
    "html",
    "token",
    "badge",
    "badge_account",
    "author",
    "moderator",
    "__proto__",
)


def empty(route: Route, ground: Ground) -> Iterator[Attack]:
    for nothing in (b"", b" \r\n\t"):
        yield Attack(ground.valid(route).saying(nothing))


def no_json(route: Route, ground: Ground) -> Iterator[Attack]:
    for broken in (b"{", b"nul", b"{'a':1}", b'{"a":1,}', b"{} {}", b"\xef\xbb\xbf{}"):
        yield Attack(ground.valid(route).saying(broken))


def no_object(route: Route, ground: Ground) -> Iterator[Attack]:
    for other in ([], [{}], "text", 7, True, None):
        yield Attack(ground.valid(route).saying_json(other), "body")


def wrong_types(route: Route, ground: Ground) -> Iterator[Attack]:
    for name, schema in fields_of(route.body).items():
        wrong: list[Any] = [[7], 1.5]
        wrong += [] if takes_list(schema) else [[]]
        wrong += [] if takes_boolean(schema) else [True]
        wrong += [] if takes_object(schema) else [{}, {"$ne": ""}]
        wrong += ["7"] if name in number_fields(route.body) else [7]
        wrong += [] if takes_null(schema) else [None]
        for value in wrong:
            yield Attack(ground.valid(route).saying_json(_with(route, ground, name, value)), name)


def unknown_choices(route: Route, ground: Ground) -> Iterator[Attack]:
    for name in choice_fields(route.body):
        for value in ("", "APPROVE", "undo", "publish", "approve "):
            yield Attack(ground.valid(route).saying_json(_with(route, ground, name, value)), name)


def numbers_out_of_range(route: Route, ground: Ground) -> Iterator[Attack]:
    for name in number_fields(route.body):
        too_high = [2**31] if name == "version" else []
        for value in (-1, *too_high, 2**63, 10**30):
            yield Attack(ground.valid(route).saying_json(_with(route, ground, name, value)), name)


def missing_fields(route: Route, ground: Ground) -> Iterator[Attack]:
    for name in required_fields(route.body):
        body = ground.body(route) or {}
        yield Attack(
            ground.valid(route).saying_json({k: v for k, v in body.items() if k != name}), name
        )


def unknown_fields(route: Route, ground: Ground) -> Iterator[Attack]:
    for name in NEVER_SETTABLE:
        if name not in fields_of(route.body):
            body = _with(route, ground, name, "approved")
            yield Attack(ground.valid(route).saying_json(body), name)


def repeated_fields(route: Route, ground: Ground) -> Iterator[Attack]:
    for name, value in (ground.body(route) or {}).items():
        whole = json.dumps(ground.body(route))
        twice = f"{whole[:-1]}, {json.dumps(name)}: {json.dumps(value)}}}"
        escaped = "".join(f"\\u{ord(sign):04x}" for sign in name)
        disguised = f'{whole[:-1]}, "{escaped}": {json.dumps(value)}}}'
        for body in (twice, disguised):
            yield Attack(ground.valid(route).saying(body.encode()), name)


def repeated_form_fields(route: Route, ground: Ground) -> Iterator[Attack]:
    fields = [f"{name}=x" for name in ground.body(route) or {}]
    for name in ground.body(route) or {}:
        body = "&".join([*fields, f"{name}=y"])
        yield Attack(ground.valid(route).saying(body.encode(), FORM), name)


def broken_forms(route: Route, ground: Ground) -> Iterator[Attack]:
    for broken in (b"text=%", b"text=%4", b"text=%zz", b"&".join([b"text=x"] * 2_000)):
        yield Attack(ground.valid(route).saying(broken, FORM))


def forms_not_in_utf8(route: Route, ground: Ground) -> Iterator[Attack]:
    for broken in (b"text=%FF", b"text=\xe9", b"%C0%AFtext=x"):
        yield Attack(ground.valid(route).saying(broken, FORM))


def nul_in_forms(route: Route, ground: Ground) -> Iterator[Attack]:
    body = {name: str(value) for name, value in (ground.body(route) or {}).items()}
    for name in text_fields(route.body):
        yield Attack(ground.valid(route).saying_form({**body, name: "a\0b"}), name)


def deep_nesting(route: Route, ground: Ground) -> Iterator[Attack]:
    deep = 30_000
    for nested in (b"[" * 2 * deep, b"[" * deep + b"]" * deep, b'{"a":' * 10_000):
        yield Attack(ground.valid(route).saying(nested))


def deep_nesting_in_fields(route: Route, ground: Ground) -> Iterator[Attack]:
    for name in fields_of(route.body):
        body = json.dumps(_with(route, ground, name, "HERE"))
        nested = body.replace('"HERE"', "[" * 20_000 + "]" * 20_000)
        yield Attack(ground.valid(route).saying(nested.encode()))


def a_hundred_thousand_brackets(route: Route, ground: Ground) -> Iterator[Attack]:
    yield Attack(ground.valid(route).saying(b"[" * 100_000))


def a_megabyte(route: Route, ground: Ground) -> Iterator[Attack]:
    text = b'{"text": "' + b"x" * MEGABYTE + b'"}'
    for body in (text, b" " * MEGABYTE, b"x" * (MAX_BYTES + 1)):
        yield Attack(ground.valid(route).saying(body))


def bad_utf8(route: Route, ground: Ground) -> Iterator[Attack]:
    for bad in (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82"):
        yield Attack(ground.valid(route).saying(b'{"' + bad + b'": 1}'))
        for name in text_fields(route.body):
            body = json.dumps(_with(route, ground, name, "HERE")).encode()
            yield Attack(ground.valid(route).saying(body.replace(b"HERE", bad)))


def lone_surrogates(route: Route, ground: Ground) -> Iterator[Attack]:
    yield Attack(ground.valid(route).saying(b'{"\\ud800": 1}'))
    for name in text_fields(route.body):
        for lone in ("\ud800", "a\udfff", "\ude00\ud83d"):
            body = json.dumps(_with(route, ground, name, lone), ensure_ascii=True)
            yield Attack(ground.valid(route).saying(body.encode()))


def nul(route: Route, ground: Ground) -> Iterator[Attack]:
    for name in text_fields(route.body):
        for text in ("\0", "a\0b", "text\0"):
            said = [text] if takes_list(fields_of(route.body)[name]) else text
            yield Attack(ground.valid(route).saying_json(_with(route, ground, name, said)), name)


def other_utf(route: Route, ground: Ground) -> Iterator[Attack]:
    body = json.dumps(ground.body(route) or {})
    for charset in ("utf-16", "utf-16-le", "latin-1", "utf-7", "nonsense"):
        packed = body.encode("utf-8" if charset == "nonsense" else charset)
        yield Attack(ground.valid(route).saying(packed, f"application/json; charset={charset}"))


def gzipped(route: Route, ground: Ground) -> Iterator[Attack]:
    body = json.dumps(ground.body(route) or {}).encode()
    bomb = gzip.compress(b" " * 10_000_000)
    for coding in ("gzip", "deflate", "br", "gzip, gzip", "x-unknown"):
        # A target that no other test asks for: an answer from the cache is looked at no further.
        request = ground.valid(route).asking(lang=f"x{len(coding)}")
        for packed in (gzip.compress(body), bomb):
            yield Attack(request.saying(packed).with_header("Content-Encoding", coding))


def multipart(route: Route, ground: Ground) -> Iterator[Attack]:
    part = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nHello\r\n--x--\r\n'
    for kind in ("form-data; boundary=x", "form-data", "mixed"):
        yield Attack(ground.valid(route).saying(part, f"multipart/{kind}"))


def other_media(route: Route, ground: Ground) -> Iterator[Attack]:
    body = json.dumps(ground.body(route) or {}).encode()
    for content_type in ("text/plain", "text/json", "application/xml", "application/jsonx", "json"):
        yield Attack(ground.valid(route).saying(body, content_type))
    yield Attack(ground.valid(route).saying(body).without_header("Content-Type"))


def _with(route: Route, ground: Ground, name: str, value: Any) -> dict[str, Any]:
    return {**(ground.body(route) or {}), name: value}
