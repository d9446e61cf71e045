"""Attacks by the method, the token, the id and the headers."""

from collections.abc import Iterator
from dataclasses import replace

from service.web.route import Route
from tests.hostile.case import Attack
from tests.hostile.ground import Ground
from tests.hostile.wire import Request

UNKNOWN_ID = "0" * 32
MALFORMED_IDS = (
    "1",
    "-1",
    "x" * 32,
    "0" * 31,
    "0" * 33,
    "A" * 32,
    "0" * 7_000,
    "%00",
    "%2e%2e",
    "..%2f..%2fetc%2fpasswd",
    "%27%20OR%201=1--",
    "%F0%9F%92%A9",
    "%FF",
)
GARBAGE = ("x", "rct_", "rct_x_y", f"rct_{UNKNOWN_ID}_{'A' * 43}", "A" * 500)


def wrong_methods(route: Route, ground: Ground) -> Iterator[Attack]:
    for method in ("PUT", "TRACE", "PROPFIND", "LINK"):
        yield Attack(replace(ground.valid(route), method=method))


def no_token(route: Route, ground: Ground) -> Iterator[Attack]:
    yield Attack(ground.valid(route).without_header("Authorization"))


def no_bearer(route: Route, ground: Ground) -> Iterator[Attack]:
    token = _token(ground.valid(route))
    spoilt = (token, "", "Bearer", "Bearer ", f"Basic {token}", f"Bearer {token} x", "Bearer \xff")
    for value in (*spoilt, f"Bearer {'A' * 501}"):
        yield Attack(ground.valid(route).with_header("Authorization", value))
    whole = ground.valid(route)
    twice = (*whole.headers, ("Authorization", f"Bearer {token}"))
    yield Attack(replace(whole, headers=twice))


def garbage_tokens(route: Route, ground: Ground) -> Iterator[Attack]:
    right = _token(ground.valid(route))
    for token in (*GARBAGE, right[:-1], right + "A", right.swapcase()):
        yield Attack(ground.valid(route).with_bearer(token))


def no_cookie(route: Route, ground: Ground) -> Iterator[Attack]:
    yield Attack(ground.valid(route).without_header("Cookie"))
    yield Attack(ground.valid(route).with_header("Cookie", "theme=dark"))


def garbage_cookies(route: Route, ground: Ground) -> Iterator[Attack]:
    name, _, right = dict(ground.valid(route).headers)["Cookie"].partition("=")
    garbage = ("x", "rcs_", "rcs_x_y", f"rcs_{UNKNOWN_ID}_{'A' * 43}", "A" * 500, ground.admin)
    for text in (*garbage, right[:-1], right + "A", right.swapcase()):
        yield Attack(ground.valid(route).with_header("Cookie", f"{name}={text}"))
    for other in ("__Host-reactie", "Reactie", "reactie2"):
        yield Attack(ground.valid(route).with_header("Cookie", f"{other}={right}"))


def bearer_tokens(route: Route, ground: Ground) -> Iterator[Attack]:
    for token in (ground.admin, ground.owner, ground.waiting.token):
        yield Attack(ground.valid(route).with_bearer(token))
        yield Attack(ground.valid(route).with_bearer(token).without_header("Cookie"))


def requests_from_elsewhere(route: Route, ground: Ground) -> Iterator[Attack]:
    for site in ("cross-site", "same-site"):
        yield Attack(ground.valid(route).with_header("Sec-Fetch-Site", site))
    for origin in ("https://evil.example", "null", "https://blog.example", ""):
        yield Attack(ground.valid(route).with_header("Origin", origin))
        claiming = ground.valid(route).with_header("Origin", origin)
        yield Attack(claiming.with_header("Sec-Fetch-Site", "same-origin"))


def cookies_alone(route: Route, ground: Ground) -> Iterator[Attack]:
    bare = ground.valid(route).without_header("X-CSRF-Token")
    yield Attack(bare)
    yield Attack(bare.with_header("X-CSRF-Token", "0" * 32))
    yield Attack(bare.with_header("Sec-Fetch-Site", "none"))


def tokens_of_others(route: Route, ground: Ground) -> Iterator[Attack]:
    for token in (ground.waiting.token, ground.admin, ground.stranger):
        yield Attack(ground.valid(route).with_bearer(token))


def edit_tokens(route: Route, ground: Ground) -> Iterator[Attack]:
    for made in (ground.approved, ground.waiting):
        yield Attack(ground.valid(route).with_bearer(made.token))


def viewers_tokens(route: Route, ground: Ground) -> Iterator[Attack]:
    yield Attack(ground.valid(route).with_bearer(ground.viewer))


def strangers_tokens(route: Route, ground: Ground) -> Iterator[Attack]:
    yield Attack(ground.valid(route).with_bearer(ground.stranger))


def strangers_asking_for_the_site(route: Route, ground: Ground) -> Iterator[Attack]:
    yield Attack(ground.valid(route).with_bearer(ground.stranger).asking(site="blog"), "site")


def unknown_ids(route: Route, ground: Ground) -> Iterator[Attack]:
    # The id of a comment is no decision's, and the other way round.
    usual = ground.usual(route)
    for other in (UNKNOWN_ID, usual.decision, usual.id):
        if other not in ground.valid(route).path:
            yield Attack(_at(route, ground, other))


def malformed_ids(route: Route, ground: Ground) -> Iterator[Attack]:
    for malformed in MALFORMED_IDS:
        yield Attack(_at(route, ground, malformed))


def foreign_origins(route: Route, ground: Ground) -> Iterator[Attack]:
    origins = (
        "https://evil.example",
        "null",
        "*",
        "http://blog.example",
        "",
        "https://blog.example.",
    )
    for origin in (*origins, "https://blog.example:8443", "https://xblog.example"):
        yield Attack(ground.valid(route).with_header("Origin", origin))


def expectations(route: Route, ground: Ground) -> Iterator[Attack]:
    request = ground.valid(route).asking(lang="expect")
    for value in ("nonsense",) if route.upload else ("100-continue", "nonsense"):
        yield Attack(request.with_header("Expect", value))


def upgrades(route: Route, ground: Ground) -> Iterator[Attack]:
    request = ground.valid(route).asking(lang="upgrade").with_header("Connection", "Upgrade")
    for protocol in ("h2c", "websocket"):
        yield Attack(request.with_header("Upgrade", protocol))


def _token(request: Request) -> str:
    return dict(request.headers)["Authorization"].removeprefix("Bearer ")


def _at(route: Route, ground: Ground, public_id: str) -> Request:
    return replace(ground.valid(route), path=route.path.replace("{id}", public_id))
