"""Work that stores something: posts, decisions, and reads beside posts."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from tests.benchmarks.bare import NAME as BARE
from tests.benchmarks.field import SIZES, page_of
from tests.benchmarks.group_commit import NAME as SQLITE
from tests.benchmarks.group_commit import group_commits
from tests.benchmarks.isso import NAME as ISSO
from tests.benchmarks.load import CONNECTIONS, Run, post, send
from tests.benchmarks.reactie import NAME as REACTIE
from tests.benchmarks.reactie import QUEUE_PATH, decisions_path
from tests.benchmarks.requests import bearer, exchange, get_request, post_request
from tests.benchmarks.server_process import Server
from tests.benchmarks.work import Bench, OneRun, Work

CLIENTS = (1, 16, 64)
QUIET, FLOODED = ", quiet", ", flooded"
_READERS = 4
_PAUSE = 0.005
_FLOOD_POSTS = 4_000
_FLOOD_SECONDS = 1.0
"""So long a flood lasts before and after what is measured beside it."""
_GETS_A_POST = 19
_DECIDED = 200

Posts = Callable[[int], Sequence[str]]


def writing_work(bench: Bench) -> list[Work]:
    """All of it."""
    posted = [_posts(bench, clients) for clients in CLIENTS]
    return [*posted, _mixed(bench), _decide(bench), _flood(bench)]


def _posts(bench: Bench, clients: int) -> Work:
    # One client at a time is slower, and each server has a speed of its own.
    many = bench.plan.posts if clients > 1 else bench.plan.posts // 4
    runs: dict[str, OneRun] = {
        SQLITE: lambda: group_commits(bench.field.folder, clients, many * 4, bench.plan.flush_ms),
        BARE: bench.sending(bench.field.bare, lambda: bench.bare_posts(many * 2), clients),
        REACTIE: lambda: _kept_posts(bench, many, clients),
    }
    theirs = bench.field.isso
    if theirs is not None:
        made = partial(bench.posts, theirs, max(10, many // 3))
        runs[ISSO] = bench.sending(theirs.server, made, clients)
    plural = "client" if clients == 1 else "clients"
    return Work(f"post-{clients}", f"POST a comment, {clients} {plural}, FULL", runs)


def _kept_posts(bench: Bench, many: int, clients: int) -> Run:
    requests = bench.posts(bench.field.reactie.contender, many)

    def doing() -> Run:
        done = post(bench.ours.address, requests, clients)
        bench.answers += done.bodies
        return done.run

    return bench.costed(bench.ours, doing)


def _mixed(bench: Bench) -> Work:
    runs: dict[str, OneRun] = {}
    for name, server, path, posts in _all(bench):
        runs[name] = partial(_mixture, bench, server, path, posts)
    return Work("mixed", "of 100 requests 95 GETs of the page of 50 and 5 POSTs", runs)


def _mixture(bench: Bench, server: Server, path: str, posts: Posts) -> Run:
    one = get_request(server.address, path)
    requests: list[str] = []
    for each in posts(bench.plan.posts):
        requests += [one] * _GETS_A_POST
        requests.append(each)
    seconds = bench.plan.seconds
    return bench.costed(server, lambda: send(server.address, requests, seconds=seconds))


def _decide(bench: Bench) -> Work:
    """The bare handler stores a row for each decision."""
    many = min(_DECIDED, bench.plan.posts // 4)
    runs: dict[str, OneRun] = {
        BARE: bench.sending(bench.field.bare, lambda: bench.bare_posts(many * 4)),
        REACTIE: bench.sending(bench.ours, lambda: _decisions(bench, many)),
    }
    return Work("decide", f"decide on a comment, {CONNECTIONS} clients, FULL", runs)


def _decisions(bench: Bench, many: int) -> Sequence[str]:
    """Each on a comment of its own, that nobody has decided on."""
    address, token = bench.ours.address, bench.field.reactie.token
    post(address, bench.posts(bench.field.reactie.contender, many))
    newest = f"{QUEUE_PATH}&order=newest&limit={many}"
    cards = json.loads(exchange(address, newest, token=token))["items"]
    return [
        post_request(
            address,
            decisions_path(card["id"]),
            {"action": "spam", "version": card["version"]},
            bearer(token),
        )
        for card in cards
    ]


def _flood(bench: Bench) -> Work:
    """Readers who pause between their requests, alone and while others post all they can."""
    runs: dict[str, OneRun] = {}
    for name, server, path, posts in _all(bench):
        runs[name + QUIET] = partial(_calmly, bench, server, path)
        runs[name + FLOODED] = partial(_beside_a_flood, bench, server, path, posts)
    title = f"GET the page of 50 now and then, alone and beside {CONNECTIONS} who post"
    return Work("flood", title, runs)


def _calmly(bench: Bench, server: Server, path: str) -> Run:
    bench.settle()
    return _read_calmly(bench, server, path)


def _read_calmly(bench: Bench, server: Server, path: str) -> Run:
    address, seconds = server.address, bench.plan.seconds
    requests = [get_request(address, path)]
    return send(address, requests, connections=_READERS, seconds=seconds, pause=_PAUSE)


def _beside_a_flood(bench: Bench, server: Server, path: str, posts: Posts) -> Run:
    requests, seconds = posts(_FLOOD_POSTS), bench.plan.seconds + 2 * _FLOOD_SECONDS
    flood = threading.Thread(
        target=partial(send, server.address, requests, seconds=seconds), daemon=True
    )
    bench.settle()
    flood.start()
    time.sleep(_FLOOD_SECONDS)
    try:
        return _read_calmly(bench, server, path)
    finally:
        flood.join()


def _all(bench: Bench) -> Iterator[tuple[str, Server, str, Posts]]:
    """Each server: name, the path of its page of 50, and what is posted to it."""
    yield BARE, bench.field.bare, f"/{SIZES[0]}", bench.bare_posts
    for each in bench.field.contenders:
        path = each.read_path(page_of(SIZES[0]))
        yield each.name, each.server, path, partial(bench.posts, each)
