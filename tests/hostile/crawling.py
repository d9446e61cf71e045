"""Goes over all that the service shows people: its pages by their links, and what addresses say."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urlsplit

import html5lib

from service.web.page_routes import PAGES
from service.web.pages.desk import DESK
from service.web.route import Route
from service.web.route_table import ROUTES
from tests.hostile.ground import SITE, Ground
from tests.hostile.shapes import text_fields
from tests.hostile.wire import Answer, Request

NEVER_A_PAGE = {"desk_stream", "desk_pending", "desk_entry", "desk_entry_typed"}
PUBLIC_PAGES = ("/p/{site}?post={post}", "/embed?site={site}", "/docs")
OF_A_KIND = 4
"""Pages of one route that are looked at; more of them are made alike."""
STARTS = (
    "/moderate/queue",
    *(
        f"/moderate/queue?each=yes&status={status}"
        for status in ("pending", "approved", "rejected", "spam", "deleted")
    ),
    "/moderate/queue?only=reported",
    "/moderate/queue?only=appealed",
    "/moderate/log",
    "/moderate/log?action=reject",
    "/moderate/log?part=events",
    "/moderate/rules?site=blog",
    "/moderate/settings?site=blog",
    "/moderate/welcome",
    "/moderate/invitation",
    "/moderate/reset",
    "/moderate/sign-in",
    "/embed?site=blog",
    "/docs",
)


def routes_of_pages() -> list[Route]:
    """The routes that answer a GET with a page for people."""
    wanted = (*PAGES, *DESK, *ROUTES)
    return [
        route
        for route in wanted
        if route.method == "GET"
        and (route.page or route.content_type == "text/html")
        and route.name not in NEVER_A_PAGE
        and not route.name.endswith(("_css", "_js"))
    ]


def crawl(ground: Ground, starts: Iterable[str]) -> Iterator[tuple[str, Answer]]:
    """Every page that is reached from these, by somebody who is signed in."""
    first = dict.fromkeys((*STARTS, *starts))
    waiting, seen = deque(first), set(first)
    kinds: Counter[str] = Counter()
    while waiting:
        path = waiting.popleft()
        kind = route_of(path)
        kinds[kind] += path not in first
        if kinds[kind] > OF_A_KIND:
            continue
        answer = ground.send(asked(ground, path))
        if "text/html" not in (answer.headers.get("Content-Type") or ""):
            continue
        yield path, answer
        for link in _links(answer.body.decode()):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def asked(ground: Ground, path: str) -> Request:
    parts = urlsplit(path)
    request = Request("GET", parts.path, tuple(parse_qsl(parts.query, keep_blank_values=True)))
    return ground.people.signed_in(request).with_header("Accept", "text/html")


def route_of(path: str) -> str:
    """The name of the route that a path is of; the path itself for what is none of ours."""
    plain = urlsplit(path).path
    for route in (*PAGES, *DESK, *ROUTES):
        shape = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(route.path))
        if route.method == "GET" and re.fullmatch(shape, plain):
            return route.name
    return plain


def reflections(text: str) -> Iterator[tuple[Route, str, tuple[tuple[str, str], ...]]]:
    """Each parameter of each page with this text in it."""
    for route in routes_of_pages():
        if "{id}" in route.path or "{link}" in route.path:
            continue
        path = route.path.replace("{site}", SITE)
        for name in text_fields(route.query):
            needed = {"post": "/planted/1", "site": SITE} if "{site}" in route.path else {}
            yield route, path, tuple({**needed, name: text}.items())


def _links(page: str) -> Iterator[str]:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    for element in tree.iter("a"):
        link = element.get("href", "")
        if link.startswith("/") and not link.startswith("//"):
            yield link.partition("#")[0]
