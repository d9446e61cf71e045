"""A kind of work that is measured, and what all kinds are made with."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count, islice

from tests.benchmarks.bare import POST_PATH as BARE_POST
from tests.benchmarks.contender import Contender
from tests.benchmarks.field import Field, post_page
from tests.benchmarks.load import CONNECTIONS, Run, read, send
from tests.benchmarks.reactie import post_body
from tests.benchmarks.requests import get_request, post_request
from tests.benchmarks.server_process import Server, settle

OneRun = Callable[[], Run]


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to measure: `rounds` of all in turn, `seconds` a run of GETs, `posts` a run of POSTs
    by Reactie; the others post as many as take about as long. Each flush of a database takes
    `flush_ms` longer than it does here."""

    rounds: int
    seconds: float
    posts: int
    flush_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work: its name, its title, and one run of each who does it, by his name."""

    name: str
    title: str
    runs: Mapping[str, OneRun]


@dataclass(slots=True)
class Bench:
    """The servers and the plan. `answers` are Reactie's to the posts that are looked up at the end.
    Every comment that is made is another one."""

    field: Field
    plan: Plan
    answers: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(100_000))

    @property
    def ours(self) -> Server:
        """Reactie."""
        return self.field.reactie.contender.server

    def settle(self) -> None:
        """Returns when no server has anything left to do: what one does behind the posts, or for
        those who went away, must be on nobody's bill but its own."""
        settle([self.field.bare, *(each.server for each in self.field.contenders)])

    def costed(self, server: Server, doing: OneRun) -> Run:
        """A run, begun when nobody has anything else to do, with what it cost the server."""
        self.settle()
        before = server.cpu_seconds()
        return doing().costing(server.cpu_seconds() - before)

    def reading(self, server: Server, path: str, said: Mapping[str, str] | None = None) -> OneRun:
        """Runs of GETs of one path."""
        doing = partial(read, server.address, path, self.plan.seconds, said)
        return partial(self.costed, server, doing)

    def repeating(self, server: Server, requests: Sequence[str]) -> OneRun:
        """Runs of these requests over and over, by our own client."""
        doing = partial(send, server.address, requests, seconds=self.plan.seconds)
        return partial(self.costed, server, doing)

    def sending(
        self, server: Server, made: Callable[[], Sequence[str]], connections: int = CONNECTIONS
    ) -> OneRun:
        """Runs of what is made anew for each of them, sent once."""

        def run() -> Run:
            requests = made()
            doing = partial(send, server.address, requests, connections=connections)
            return self.costed(server, doing)

        return run

    def posts(self, contender: Contender, many: int) -> Sequence[str]:
        """So many new comments as this contender takes them."""
        return [contender.request(post_page(n), n) for n in islice(self._numbers, many)]

    def bare_posts(self, many: int) -> Sequence[str]:
        """So many new comments as the bare handler takes them."""
        bodies = (post_body(post_page(n), n) for n in islice(self._numbers, many))
        return [post_request(self.field.bare.address, BARE_POST, body) for body in bodies]

    def bare_gets(self, name: str) -> Sequence[str]:
        """The request for the ready bytes of that name."""
        return [get_request(self.field.bare.address, f"/{name}")]
