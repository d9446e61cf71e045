"""Work that changes nothing: pages of comments, counts, the queue."""

from collections.abc import Sequence
from itertools import count, islice

from tests.benchmarks.bare import ETAG
from tests.benchmarks.bare import NAME as BARE
from tests.benchmarks.field import POST_PAGES, SIZES, counts_path, page_of, post_page
from tests.benchmarks.isso import NAME as ISSO
from tests.benchmarks.load import CONNECTIONS, Run, send
from tests.benchmarks.reactie import NAME as REACTIE
from tests.benchmarks.reactie import QUEUE_PATH, read_path
from tests.benchmarks.requests import bearer, etag_of, get_request, post_request
from tests.benchmarks.work import Bench, OneRun, Work

_GZIP = {"Accept-Encoding": "gzip"}
_WAYS = 2_000
"""Ways to ask for a page that nobody asked before: more than are asked for in a run."""
_ISSO_COMMENTS = 4_000
"""About so many comments Isso renders in a second."""


def reading_work(bench: Bench) -> list[Work]:
    """All of it."""
    return [
        *(_cached(bench, size) for size in SIZES),
        _unchanged(bench),
        _packed(bench),
        *(_made_anew(bench, size) for size in SIZES),
        _counts(bench),
        _queue(bench),
    ]


def _cached(bench: Bench, size: int) -> Work:
    runs: dict[str, OneRun] = {
        BARE: bench.reading(bench.field.bare, f"/{size}"),
        REACTIE: bench.reading(bench.ours, read_path(page_of(size))),
        **_of_isso(bench, size),
    }
    return Work(f"read-{size}", f"GET a page with {size} comments, from the cache", runs)


def _unchanged(bench: Bench) -> Work:
    path = read_path(page_of(SIZES[0]))
    said = {"If-None-Match": etag_of(bench.ours.address, path)}
    runs = {
        BARE: bench.reading(bench.field.bare, f"/{SIZES[0]}", {"If-None-Match": ETAG}),
        REACTIE: bench.reading(bench.ours, path, said),
    }
    return Work("read-304", "GET the page of 50 unchanged: 304", runs)


def _packed(bench: Bench) -> Work:
    runs = {
        BARE: bench.reading(bench.field.bare, f"/{SIZES[0]}.gz", _GZIP),
        REACTIE: bench.reading(bench.ours, read_path(page_of(SIZES[0])), _GZIP),
    }
    return Work("read-gzip", "GET the page of 50, packed", runs)


def _made_anew(bench: Bench, size: int) -> Work:
    """Isso makes each answer anew as it is, so it is asked as ever."""
    runs: dict[str, OneRun] = {
        BARE: bench.repeating(bench.field.bare, bench.bare_gets(str(size))),
        REACTIE: _in_new_ways(bench, size),
        **_of_isso(bench, size),
    }
    return Work(f"read-{size}-cold", f"GET a page with {size} comments, made anew", runs)


def _of_isso(bench: Bench, size: int) -> dict[str, OneRun]:
    """So many GETs as take it some seconds; in a time for which others are measured it may not come
    to answer one."""
    theirs = bench.field.isso
    if theirs is None:
        return {}
    one = get_request(theirs.server.address, theirs.read_path(page_of(size)))
    many = max(CONNECTIONS, int(_ISSO_COMMENTS * bench.plan.seconds) // size)
    return {ISSO: bench.sending(theirs.server, lambda: [one] * many)}


def _in_new_ways(bench: Bench, size: int) -> OneRun:
    ways = count()

    def run() -> Run:
        address, path = bench.ours.address, read_path(page_of(size))
        asked = [f"{path}&lang=way-{way}" for way in islice(ways, _WAYS)]
        requests = [get_request(address, each) for each in asked]
        seconds = bench.plan.seconds
        return bench.costed(bench.ours, lambda: send(address, requests, seconds=seconds))

    return run


def _counts(bench: Bench) -> Work:
    runs = {
        BARE: bench.repeating(bench.field.bare, bench.bare_gets("counts")),
        REACTIE: bench.repeating(bench.ours, [get_request(bench.ours.address, counts_path())]),
    }
    theirs = bench.field.isso
    if theirs is not None:
        asked = [post_page(number) for number in range(POST_PAGES)]
        requests: Sequence[str] = [post_request(theirs.server.address, "/count", asked)]
        runs[ISSO] = bench.repeating(theirs.server, requests)
    return Work("counts", f"the counts of {POST_PAGES} pages", runs)


def _queue(bench: Bench) -> Work:
    said = bearer(bench.field.reactie.token)
    runs = {
        BARE: bench.repeating(bench.field.bare, bench.bare_gets("queue")),
        REACTIE: bench.repeating(bench.ours, [get_request(bench.ours.address, QUEUE_PATH, said)]),
    }
    return Work("queue", "GET a page of the queue, 50 cards", runs)
