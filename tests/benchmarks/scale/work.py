"""What a long history may make slower, each as one short run on one blog."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.benchmarks.load import Run, post, read, send
from tests.benchmarks.reactie import POST_PATH, SITE, list_path, post_body
from tests.benchmarks.requests import bearer, exchange, get_request, post_request
from tests.benchmarks.scale.blog import PAGE, Blog
from tests.benchmarks.server_process import settle

WARM_SECONDS = 2.0
COLD_WAYS = 3
COUNTS = 200
COUNTED_AT_ONCE = 20
QUEUES = 80
DESKS = 40
SEARCHES = 10
POSTS = 400
DECISIONS = 100
_FEW = 4
"""Connections of those who moderate, and of readers whose pages must be made."""
_QUEUE = "/api/v1/admin/comments"


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work: its name and title, one run of it (the blog, which turn it is), and whether
    it has to stay as quick as it is with few comments."""

    name: str
    title: str
    run: Callable[[Blog, int], Run]
    must_stay: bool = True


def measured(work: Work, blog: Blog, turn: int) -> Run:
    """One run, with what it cost the server, begun when that has nothing else to do."""
    settle([blog.server])
    cpu, read_before = blog.server.cpu_seconds(), blog.server.bytes_read()
    run = work.run(blog, turn)
    return run.costing(blog.server.cpu_seconds() - cpu, blog.server.bytes_read() - read_before)


def _read_warm(blog: Blog, turn: int) -> Run:
    return read(blog.server.address, list_path(PAGE), WARM_SECONDS)


def _read_cold(blog: Blog, turn: int) -> Run:
    """Pages that were rendered once, each asked for in ways that nobody asked before."""
    ways = range(COLD_WAYS * turn, COLD_WAYS * (turn + 1))
    paths = (f"{list_path(page)}&lang=way-{way}" for way in ways for page in blog.middling)
    return _get(blog, paths)


def _count(blog: Blog, turn: int) -> Run:
    return _get(
        blog, (_counts_path(_some(blog.pages, COUNTED_AT_ONCE, turn, n)) for n in range(COUNTS))
    )


def _counts_path(pages: Sequence[str]) -> str:
    return f"/api/v1/counts?{urlencode([('site', SITE), *(('post', page) for page in pages)])}"


def _queue(blog: Blog, turn: int) -> Run:
    return _list(blog, {"status": "pending"}, QUEUES)


def _folded_queue(blog: Blog, turn: int) -> Run:
    return _list(blog, {"status": "pending", "fold": "true"}, QUEUES)


def _search(blog: Blog, turn: int) -> Run:
    return _list(blog, {"status": "spam", "q": "subscribe 501"}, QUEUES)


def _search_common(blog: Blog, turn: int) -> Run:
    """Each of these words is in a third of all comments, where no word of a real language is."""
    asked = {"status": "approved", "q": "wandelen gemeente herinnering"}
    return _list(blog, asked, SEARCHES, connections=1)


def _list(blog: Blog, asked: dict[str, str], times: int, connections: int = _FEW) -> Run:
    """The first page and the one after it, in turn."""
    first = f"{_QUEUE}?{urlencode(asked)}"
    cursor = json.loads(exchange(blog.server.address, first, token=blog.token))["next"]
    paths = [first, f"{first}&cursor={cursor}"] if cursor else [first]
    asked_for = (paths[n % len(paths)] for n in range(times))
    return _get(blog, asked_for, bearer(blog.token), connections)


def _desk(blog: Blog, turn: int) -> Run:
    return _get(blog, ("/moderate/queue" for _ in range(DESKS)), {"Cookie": blog.cookie})


def _desk_of_approved(blog: Blog, turn: int) -> Run:
    path = "/moderate/queue?status=approved"
    return _get(blog, (path for _ in range(DESKS)), {"Cookie": blog.cookie})


def _post(blog: Blog, turn: int) -> Run:
    address = blog.server.address
    numbers = random.sample(range(10_000_000), POSTS)
    pages = _some(blog.pages, POSTS, turn)
    bodies = (post_body(page, n) for page, n in zip(pages, numbers, strict=True))
    return post(address, [post_request(address, POST_PATH, body) for body in bodies]).run


def _decide(blog: Blog, turn: int) -> Run:
    address = blog.server.address
    waiting = f"{_QUEUE}?status=pending&order=newest&limit={DECISIONS}"
    cards = json.loads(exchange(address, waiting, token=blog.token))["items"]
    requests = [
        post_request(
            address,
            f"{_QUEUE}/{card['id']}/decisions",
            {"action": "approve", "version": card["version"]},
            bearer(blog.token),
        )
        for card in cards
    ]
    return send(address, requests, connections=_FEW)


def _get(
    blog: Blog,
    paths: Iterator[str],
    said: dict[str, str] | None = None,
    connections: int = _FEW,
) -> Run:
    address = blog.server.address
    return send(
        address, [get_request(address, each, said or {}) for each in paths], connections=_FEW
    )


def _some(pages: Sequence[str], many: int, turn: int, number: int = 0) -> list[str]:
    return random.Random(turn * 100_003 + number).sample(pages, many)


WORKS = (
    Work("read-warm", "GET a page of 50, from the cache", _read_warm),
    Work("read-cold", "GET a page of 20 to 40, made anew", _read_cold),
    Work("counts", f"GET the counts of {COUNTED_AT_ONCE} pages", _count),
    Work("queue", "GET the queue, 50 cards", _queue),
    Work("folded-queue", "GET the queue, folded", _folded_queue),
    Work("desk", "the desk's queue as a page", _desk),
    Work("desk-approved", "the desk's page of approved ones", _desk_of_approved, must_stay=False),
    Work("search", "search for a rare word", _search, must_stay=False),
    Work(
        "search-common",
        "search for three words that a third has, one client",
        _search_common,
        must_stay=False,
    ),
    Work("post", "POST a comment, 16 clients, FULL", _post),
    Work("decide", "decide on a comment", _decide),
)
